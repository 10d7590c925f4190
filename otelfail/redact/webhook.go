// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import "strings"

// webhooks are the addresses whose path is a secret itself, without what stands
// before the last part of their host; "*" is one part of a path.
var webhooks = [...]struct{ host, path string }{
	{"slack.com", "/services/"}, {"slack.com", "/workflows/"}, {"slack.com", "/triggers/"}, {"slack-gov.com", "/services/"}, {"slack-gov.com", "/workflows/"}, {"slack-gov.com", "/triggers/"},
	{"discord.com", "/api/webhooks/"}, {"discord.com", "/api/*/webhooks/"}, {"discordapp.com", "/api/webhooks/"}, {"discordapp.com", "/api/*/webhooks/"},
	{"telegram.org", "/bot"}, {"zapier.com", "/hooks/catch/"}, {"googleapis.com", "/v1/spaces/"}, {"ifttt.com", "/trigger/"},
	{"office.com", "/webhookb2/"}, {"office.com", "/webhook/"},
}

// webhook returns the bounds of the secret path in s, which begins with the
// last part of a host.
func webhook(s string) (from, to int) {
	for _, w := range webhooks {
		n := len(w.host)
		if len(s) <= n || s[n] != '/' || !strings.EqualFold(s[:n], w.host) {
			continue
		}
		path := w.path
		if before, after, ok := strings.Cut(path, "*"); ok {
			part := strings.IndexByte(s[min(n+len(before), len(s)):], '/')
			if part < 0 || part > 8 || !strings.HasPrefix(s[n:], before) {
				continue
			}
			n, path = n+len(before)+part, after
		}
		if !strings.HasPrefix(s[n:], path) {
			continue
		}
		from = n + len(path)
		for to = from; to < len(s); {
			c := s[to]
			if m := markLen(s[to:]); m > 0 {
				to += m
				continue
			}
			if !isToken(c) && strings.IndexByte(":?&%@", c) < 0 {
				break
			}
			to++
		}
		return from, to
	}
	return 0, 0
}
