// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// shape is a key that is known by how it begins.
type shape struct {
	prefix string
	min    int  // characters that follow at least
	wordy  bool // names begin like it, so what follows must look like a key
}

// shapes by first byte.
var shapes = func() (by [256][]shape) {
	type key struct {
		prefix string
		min    int
	}
	add := func(wordy bool, keys ...key) {
		for _, k := range keys {
			by[k.prefix[0]] = append(by[k.prefix[0]], shape{k.prefix, k.min, wordy})
		}
	}
	add(false, []key{
		{"sk_live_", 8}, {"sk_test_", 8}, {"pk_live_", 8}, {"rk_live_", 8}, {"rk_test_", 8}, {"whsec_", 12}, // Stripe
		{"AIza", 20}, {"ya29.", 10}, {"GOCSPX-", 10}, {"1//", 30}, {"AQVN", 30}, // Google, Yandex
		{"ghp_", 16}, {"gho_", 16}, {"ghu_", 16}, {"ghs_", 16}, {"ghr_", 16}, {"github_pat_", 16},
		{"glpat-", 12}, {"gldt-", 12}, {"glrt-", 12}, {"glptt-", 12}, {"glcbt-", 12}, {"glft-", 12}, {"glsa_", 16}, {"glc_", 16},
		{"xoxb-", 8}, {"xoxp-", 8}, {"xoxa-", 8}, {"xoxs-", 8}, {"xoxr-", 8}, {"xoxc-", 8}, {"xoxd-", 8}, {"xoxe-", 8}, {"xoxe.", 8}, {"xapp-", 8}, // Slack
		{"AGE-SECRET-KEY-", 20}, {"eyJ", 0}, {"ops_eyJ", 20}, {"AKIA", 12}, {"CCIPAT_", 16}, {"HRKU-", 16}, {"NRAK-", 16}, {"ATATT3x", 16}, {"ATCTT3x", 16}, {"ATBB", 24},
		{"pscale_tkn_", 12}, {"pscale_pw_", 12}, {"pscale_oauth_", 12}, {"sb_secret_", 12}, {"dckr_pat_", 12}, {"LS0tLS1CRUdJTi", 16}, {"nvapi-", 16}, {"tvly-", 12}, {"lsv2_", 16}, {"pcsk_", 12}, {"gsk_", 16},
	}...)
	add(true, []key{
		{"sk-", 12}, {"sk_", 24}, {"secret_", 32}, {"csk-", 16}, {"hf_", 16}, {"xai-", 16}, {"pplx-", 16}, {"r8_", 16}, {"fw_", 16}, {"jina_", 16}, {"voyage-", 30}, {"e2b_", 16}, {"fc-", 24},
		{"ASIA", 16}, {"ABIA", 16}, {"ACCA", 16}, // AWS
		{"npm_", 20}, {"pypi-", 20}, {"dop_v1_", 20}, {"doo_v1_", 20}, {"SG.", 20}, {"dapi", 30}, {"sntrys_", 16}, {"sntryu_", 16}, {"hvs.", 16}, {"hvb.", 16}, {"fm2_", 20}, {"dp.pt.", 16}, {"dp.st.", 16}, {"dp.ct.", 16}, {"EAAA", 40},
		{"shpat_", 16}, {"shpca_", 16}, {"shpss_", 16}, {"shppa_", 16}, {"lin_api_", 16}, {"ntn_", 20}, {"sbp_", 20}, {"PMAK-", 16}, {"figd_", 16}, {"rubygems_", 16}, {"xkeysib-", 16}, {"pat-na1-", 16}, {"pat-eu1-", 16}, {"api_org_", 16}, {"sq0atp-", 12}, {"sq0csp-", 12}, {"key-", 32}, {"sess-", 30}, {"nfp_", 20}, {"vercel_", 20}, {"gat_", 20}, {"pul-", 30}, {"dt0c01.", 20}, {"t1.", 60},
	}...)
	return by
}()

// seconds are the second bytes of the shapes by their first byte.
var seconds = func() (by [256][256]bool) {
	for first, list := range shapes {
		for _, sh := range list {
			by[first][sh.prefix[1]] = true
		}
	}
	return by
}()

// shapeLen returns the length of the key at the beginning of s, 0 if none.
func shapeLen(s string) int {
	if len(s) < 2 || !seconds[s[0]][s[1]] {
		return specialLen(s)
	}
	for _, sh := range shapes[s[0]] {
		if !strings.HasPrefix(s, sh.prefix) {
			continue
		}
		if sh.prefix == "eyJ" {
			return jwtLen(s)
		}
		const enough = 256
		body := s[len(sh.prefix):]
		n := keyRun(body[:min(len(body), enough)])
		if n >= sh.min && (!sh.wordy || keyLike(body[:n])) {
			return len(sh.prefix) + n + keyRun(body[n:])
		}
	}
	return specialLen(s)
}

// keyLike tells a key from a name such as hf_hub_download_tmp_file: one of its
// parts has digits among letters, or capitals among small letters, or is longer
// than words are.
func keyLike(body string) bool {
	for part := range strings.FieldsFuncSeq(body, func(c rune) bool { return c == '_' || c == '-' || c == '.' }) {
		var letter, digit, upper, lower bool
		for i := range len(part) {
			switch c := part[i]; {
			case '0' <= c && c <= '9':
				digit = true
			case 'a' <= c && c <= 'z':
				letter, lower = true, true
			case i > 0 && lower:
				letter, upper = true, true
			default:
				letter = true
			}
		}
		const word = 6
		if len(part) >= word && (digit && letter || upper && lower) || len(part) > 16 || len(part) == 16 && lower || digit && len(part) >= 8 {
			return true
		}
	}
	return false
}

func isKey(c byte) bool { return isWord(c) || c == '_' || c == '-' || c == '.' || c == '*' }
