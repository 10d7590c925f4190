// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// shape is a key that is known by how it begins.
type shape struct {
	prefix string
	min    int // characters that follow at least
}

// shapes by first byte.
var shapes = func() (by [256][]shape) {
	for _, s := range [...]shape{
		{"sk-", 12}, {"sk_live_", 8}, {"sk_test_", 8}, {"pk_live_", 8}, {"rk_live_", 8}, {"rk_test_", 8}, {"whsec_", 12}, // OpenAI, Anthropic, OpenRouter, Stripe
		{"AIza", 20}, {"ya29.", 10}, {"GOCSPX-", 10}, {"1//", 30}, // Google
		{"AKIA", 12}, {"ASIA", 12}, {"ABIA", 12}, {"ACCA", 12}, // AWS
		{"gsk_", 16}, {"hf_", 16}, {"xai-", 16}, {"pplx-", 16}, {"r8_", 16}, {"nvapi-", 16}, {"fw_", 16}, {"tvly-", 12}, {"lsv2_", 16}, {"pcsk_", 12}, {"jina_", 16}, {"voyage-", 30},
		{"ghp_", 16}, {"gho_", 16}, {"ghu_", 16}, {"ghs_", 16}, {"ghr_", 16}, {"github_pat_", 16}, {"glpat-", 12}, {"gldt-", 12}, {"glsa_", 16}, {"glc_", 16},
		{"xoxb-", 8}, {"xoxp-", 8}, {"xoxa-", 8}, {"xoxs-", 8}, {"xoxr-", 8}, {"xapp-", 8}, // Slack
		{"npm_", 20}, {"pypi-", 20}, {"dop_v1_", 20}, {"doo_v1_", 20}, {"shpat_", 16}, {"SG.", 20}, {"dapi", 30}, {"sntrys_", 16}, {"sntryu_", 16}, {"hvs.", 16}, {"hvb.", 16}, {"dckr_pat_", 12}, {"ops_eyJ", 20}, {"AGE-SECRET-KEY-", 20}, {"eyJ", 0},
		{"sk_", 24}, {"glrt-", 12}, {"glptt-", 12}, {"glcbt-", 12}, {"glft-", 12}, {"shpca_", 16}, {"shpss_", 16}, {"shppa_", 16}, {"lin_api_", 16}, {"ntn_", 20}, {"sbp_", 20}, {"PMAK-", 16}, {"figd_", 16}, {"ATATT3x", 16}, {"ATCTT3x", 16}, {"rubygems_", 16}, {"xkeysib-", 16}, {"pat-na1-", 16}, {"pat-eu1-", 16}, {"api_org_", 16}, {"sq0atp-", 12}, {"sq0csp-", 12}, {"key-", 32}, {"sess-", 30}, {"nfp_", 20}, {"vercel_", 20}, {"gat_", 20}, {"pul-", 30}, {"dt0c01.", 20}, {"AQVN", 30}, {"t1.", 60},
	} {
		by[s.prefix[0]] = append(by[s.prefix[0]], s)
	}
	return by
}()

// shapeLen returns the length of the key at the beginning of s, 0 if none.
func shapeLen(s string) int {
	if n := botLen(s); n > 0 {
		return n
	}
	if n := azureLen(s); n > 0 {
		return n
	}
	for _, sh := range shapes[s[0]] {
		if !strings.HasPrefix(s, sh.prefix) {
			continue
		}
		if sh.prefix == "eyJ" {
			return jwtLen(s)
		}
		n := len(sh.prefix)
		for n < len(s) && isKey(s[n]) {
			n++
		}
		if n-len(sh.prefix) >= sh.min {
			return n
		}
	}
	return 0
}

// botLen returns the length of a Telegram bot's token: digits, a colon and 35
// characters.
func botLen(s string) int {
	n := 0
	for n < len(s) && n < 12 && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n < 8 || n >= len(s) || s[n] != ':' {
		return 0
	}
	from := n + 1
	for n = from; n < len(s) && isKey(s[n]); n++ {
	}
	if n-from < 30 {
		return 0
	}
	return n
}

// azureLen returns the length of a client secret of Microsoft Entra: three
// characters, a digit, "Q~" and about 34 more.
func azureLen(s string) int {
	if len(s) < 36 || s[4] != 'Q' || s[5] != '~' || s[3] < '0' || s[3] > '9' {
		return 0
	}
	n := 6
	for n < len(s) && (isKey(s[n]) || s[n] == '~') {
		n++
	}
	if n < 36 {
		return 0
	}
	return n
}

func isKey(c byte) bool { return isWord(c) || c == '_' || c == '-' || c == '.' || c == '*' }

// jwtLen returns the length of a JSON Web Token: two or three base64url parts,
// the first of which is the JSON object that "eyJ" begins.
func jwtLen(s string) int {
	const maxHeader = 2 << 10 // a first part without an end is none
	n, dots, last := 0, 0, 0
	for ; n < len(s) && (dots > 0 || n < maxHeader); n++ {
		c := s[n]
		if c == '.' {
			if dots == 4 || n == last {
				break
			}
			dots++
			last = n + 1
			continue
		}
		if !isWord(c) && c != '_' && c != '-' && c != '=' {
			break
		}
	}
	if dots == 0 || n < 20 {
		return 0
	}
	return n
}

// pemLen returns the length of the PEM block at the beginning of s: to its end
// line, or all of s where that was cut off. Public material is no exception.
func pemLen(s string) int {
	end := strings.Index(s, "-----END ")
	if end < 0 {
		return len(s)
	}
	n := end + len("-----END ")
	if dashes := strings.Index(s[n:], "-----"); dashes >= 0 && dashes < 64 {
		return n + dashes + len("-----")
	}
	return n
}
