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
	} {
		by[s.prefix[0]] = append(by[s.prefix[0]], s)
	}
	return by
}()

// shapeLen returns the length of the key at the beginning of s, 0 if none.
func shapeLen(s string) int {
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
