// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// hidden are texts by what makes their secrets hard to see. $S stands for one.
var hidden = map[string][]string{
	"user flags": {
		"curl -u $S: https://x", "curl -u sk_live_$S:x https://x", "curl -u ghp_$S:x-oauth-basic https://x", "curl --user=u:$S https://x", "curl -uu:$S https://x", "curl -sSu u:$S https://x", "http -a u:$S x",
		"['curl', '-u', 'admin:$S', 'https://x']", `["curl","-u","admin:$S"]`, `[curl -u admin:$S https://x]`,
	},
	"escapes": {
		`{"url":"https://h/c?sv=1\u0026sig=$S"}`, "https://h/c?a=1&amp;key=$S", "https%3A%2F%2Fh%3Fa%3D1%26token%3D$S", `https://h?a=1\x26key=$S`, `password\u003d$S`, `\u003cpassword\u003e$S\u003c/password\u003e`, `'password' =\u003e '$S'`,
		"key%3Dsk-proj-$S", "%22sk-proj-$S%22", "tok%3Dghp_$S", "%0Aglpat-$S", "x%253Fpassword%253D$S", "password&#61;$S", "https://x?auth[token]=$S", "https://x?auth%5Btoken%5D=$S", `https:\/\/u:$S@h\/x`,
	},
	"connection strings": {
		"root:$S@/app?parseTime=true", "u:$S@(localhost)/app", "u:$S@[::1]:5432/x", "u:pa@$S@tcp(h:3306)/db", "u:pa/$S@tcp(h:3306)/db", `parse "postgres://u:$S/x@db/x": invalid port ":$S" after host`,
		"postgres://u:ab,$S@db/x", "postgres://u:ab)$S@db/x", "postgres://u:ab]$S@db/x", "postgres://u:ab'$S@db/x", `postgres://u:ab\$S@db/x`, "postgres://u:ab $S@db/x", "postgres://u:ab/$S@db/x", "postgres://u:ab@$S@db/x",
	},
	"printed lists": {
		"['psql', '--password', '$S']", `["psql","--password","$S"]`, "('x-api-key', '$S')", "{'X-Api-Key': b'$S'}", "{'password': u'$S'}", "[('Authorization', 'Bearer $S')]", `["sshpass" "-p" "$S"]`, "api_key=SecretStr('$S')", `Config { password: Some("$S") }`, "Secret(api_key=Secret(value='$S'))",
	},
	"name and value apart": {
		`{"name":"DB_PASSWORD","value":"$S"}`, "- name: DB_PASSWORD\n  value: $S", `{"password":{"value":"$S"}}`, `<input name="password" value="$S">`, `<Password Type="text">$S</Password>`, "<wsse:Password>$S</wsse:Password>", "<password><![CDATA[$S]]></password>", `[{"key":"password","value":"$S"}]`, `{"key":"db.connection_string","value":{"stringValue":"$S"}}`, `{"password": {"value": "$S"}}`, "Driver=x;PWD={$S};",
	},
	"white space": {
		"password:\t$S", "password\t=\t$S", "--password\t$S", "\"password\":\n  \"$S\"", "password:\n  $S", "password:\n  - x\n  - $S", "Authorization: Bearer\n  $S", "Authorization: Basic\r\n $S", "Authorization:\tBearer\t$S", "api_key = \"\"\"\n$S\n\"\"\"", "password: &pw $S", "password: !!str $S", "\x1b[1mpassword\x1b[0m=\x1b[31m$S\x1b[0m", "password\u00a0=\u00a0$S",
	},
	"names": {
		"OPENAI_API_KEY_2=$S", "API_KEYS=$S,$S", "SECRET_KEY_BASE=$S", "PASSWORD2=$S", "GITHUB_TOKEN_PROD=$S", "APP_SECRETS=$S", "passwords: [$S, x]", "password_prod=$S", "githubToken=$S", `slackBotToken: "$S"`, "userToken=$S", `{"githubToken":"$S"}`,
		"API Key: $S", "Secret access key: $S", "private key: $S", "client-key-data: $S", "license_key=$S", "app_key=$S", "sentry_key=$S", "DD-APPLICATION-KEY: $S", "X-Goog-Credential=$S&X-Goog-Signature=$S", "x-honeycomb-team: $S", "passcode=$S", "session=$S", "connect.sid=s%3A$S",
		"invalid API key $S", "Incorrect API key provided: $S.", "access token $S has expired", "Passwort: $S", "InvalidToken: $S",
	},
	"headers": {
		`Cookie: a="1"; sid=$S`, `Authorization: Digest username="u", response="$S"`, `Authorization: OAuth oauth_signature="$S", x="y"`, `Authorization: Digest realm="a, b", nonce="$S"`, "Bearer: $S", `Bearer "$S"`, "Bearer <$S>", "Bearer=$S",
	},
	"commands": {
		"mysql -u root -p$S db", "sshpass -p $S ssh h", "docker login -u u -p $S", "redis-cli -h h -a $S ping", "setx OPENAI_API_KEY $S", "set -gx OPENAI_API_KEY $S", "machine h login u password $S", "ldapsearch -D x -w $S", "tool -password $S",
		"ALTER USER u WITH PASSWORD '$S'", "CREATE USER u IDENTIFIED BY '$S'", "AUTH default $S", `password "$S" is wrong`,
	},
	"shapes": {
		"xoxc-1-2-$S", "xoxd-$S", "csk-$S", "SK0123456789abcdef0123456789abcdef $S"[:34], "ATBB$S$S", "CCIPAT_$S", "HRKU-$S", "dp.pt.$S", "NRAK-$S", "fm2_$S", "pscale_tkn_$S", "sb_secret_$S", "e2b_$S", "fc-$S$S", "EAAA$S$S$S", "abcdefghijklmn.atlasv1.$S", "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.$S_abcdefg", "0123456789abcdef0123456789abcdef-us12",
	},
	"webhooks": {
		"https://x.webhook.office.com/webhookb2/$S@$S/IncomingWebhook/$S/1", "https://canary.discord.com/api/webhooks/1/$S", "https://discord.com/api/v10/webhooks/1/$S", "https://hooks.slack-gov.com/services/T0/B0/$S", "https://HOOKS.SLACK.COM/services/T0/B0/$S", "hooks.slack.com/services/T0/B0/$S", "http://localhost:8081/bot123456789:$S$S/getMe",
	},
	"marks of others": {
		"password=[REDACTED:1f3a]$S", "Cookie: [REDACTED:1f3a]; sid=$S", `password="[REDACTED:1f3a]$S"`, "Bearer [REDACTED:1f3a]$S", "https://u:[REDACTED:1f3a]$S@h/", "hooks.slack.com/services/[REDACTED:1f3a]$S",
	},
	"values with signs": {
		"password=ab,$S", "password=ab]$S", "password=ab)$S", "password=ab&$S", "password=ab'$S", `password=ab\$S`, `"{""password"":""$S""}"`,
	},
	"blocks": {
		"-----BEGIN PRIVATE KEY-----\n-----END \n$S\n-----END PRIVATE KEY-----", "-----BEGIN%20PRIVATE%20KEY-----%0A$S%0A-----END%20PRIVATE%20KEY-----", "-----BEGIN+PRIVATE+KEY-----%0A$S%0A-----END+PRIVATE+KEY-----", "-----BEGIN PRIVATE KEY----- $S -----END PRIVATE KEY-----", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n$S\n---- END SSH2 ENCRYPTED PRIVATE KEY ----", "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t$S",
	},
}

func TestHiddenSecrets(t *testing.T) {
	for group, formats := range hidden {
		for _, format := range formats {
			text := strings.ReplaceAll(format, "$S", canary)
			inJSON, err := json.Marshal(map[string]any{"m": text, "n": 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range []string{text, "call: " + text, strconv.Quote(text), string(inJSON)} {
				got := (*redact.Redactor)(nil).String(s)
				if leaks(got) || !marks.MatchString(got) {
					t.Errorf("%s: %q became %q", group, s, got)
				}
				if again := (*redact.Redactor)(nil).String(got); again != got {
					t.Errorf("%s: %q became %q, then %q", group, s, got, again)
				}
			}
		}
	}
}

// TestPassphrase holds that a value of several words is hidden whole, and that
// the search for its end stops where a message goes on.
func TestPassphrase(t *testing.T) {
	for text, want := range map[string]string{
		"password: correct horse battery\nuser: u":    "password: #\nuser: u",
		"password=correct horse battery":              "password=#",
		`{"m":"passphrase: correct horse battery"}`:   `{"m":"passphrase: #"}`,
		"password=hunter for user ana is wrong":       "password=# for user ana is wrong",
		"host=db password=hunter sslmode=disable x=y": "host=db password=# sslmode=disable x=y",
		"call: password=hunter2: EOF":                 "call: password=#: EOF",
	} {
		if got := marks.ReplaceAllString((*redact.Redactor)(nil).String(text), "#"); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
