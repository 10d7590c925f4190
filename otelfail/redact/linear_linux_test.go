// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/internal/growth"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

func TestLinear(t *testing.T) {
	growth.Linear(t, 2<<10, func(s string) { (*redact.Redactor)(nil).String(s) },
		"eyJ-", "eyJ.", "eyJa.", "sk-", "://", "a:b@", "://u:p@", "-----BEGIN ", "-----END ", "password=", "password", "password: |\n ", "token: |\\n ", "Bearer ", "[REDACTED:", "[REDACTED:1f3a]",
		"\"token\":\"", "\\\"token\\\":\\\"", "token=\"[REDACTED:1f3a]", "'", "=", "key_", "-", "@", "token=[", "basic ", "%3A%2F%2F", "%3A%2F%2Fa", "a%40", "-u ", "-u a:", "--user ", "&quot;", "a&quot;", "\\", "a\\", "\\u0022", "<password>",
		"12345678:", "123456789:a", "abc8Q~", "a ", "x://hooks.slack.com/services/", "A_KEY", "A_KEY=", ":", "a:", ":@", "\xff", "ü", "1//", "key-", "sk-a", "ABIA", "password\n  ", "password:\n  - ", "password,", "password ", "\\u0026", "%25", "&amp;", "Cookie: a=\"", "Cookie: a=\\\"", "token=a,", "token=a,b", "token=\"\"", "mysql -p", "-p ", "-p", "-a", "curl -uu:", "['--token', ", "--token ", "AUTH default ", "IDENTIFIED BY '", "invalid port \"", "<password ", "---- BEGIN ", "-----BEGIN X-----", "-----BEGIN X-----\n", "://u:a/", "://u:a ", "u:a@(", "a:b@[", "API key ", "password value", "{password:{", "slack.com/services/", "discord.com/api/", "0123456789abcdef", "a1b2c3d4.", "password: a ", "session=", "token: a b ")
}
