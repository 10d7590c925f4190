// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// TestCausesSurvive holds that a message about a secret keeps its cause. What is
// let through for that: a value after a colon that begins with a word of error
// messages ("password: required"), a number of three digits after a token's
// name, short plain words in ?key= and ?code=, eight capitals in token=, a
// session id that is a UUID, and AWS session key ids without any digit (one in
// thirty, and they are no secrets alone). Where more could be let through, as in
// "user:Zq7p@example.com", the secret wins.
func TestCausesSurvive(t *testing.T) {
	for _, text := range []string{
		"open /etc/passwd: permission denied", "HTTP Basic Authentication required", "Basic Auth. is off", "api_key: Field required", "OPENAI_API_KEY: not set", "Password: field required",
		"InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records", "invalid_token: The access token expired", "InvalidPassword: x", "GetSecret: context deadline exceeded", "refresh_token: dial tcp: i/o timeout",
		"token: x509: certificate expired", "token: EOF", "token: 401", "refresh_token: 401", "get token: EOF", "api key: not found", "secret: string too long",
		"nginx:1.25@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "mailto:ana@example.com", "user:ana@example.com", "docker run -u 1000:1000 nginx", "http://localhost:4873/@scope/pkg", "https://host:8080/path@v1", "https://host/a,b@c", `Get "http://localhost:99999": invalid port ":99999" after host`,
		"hf_hub_download_tmp_file", "npm_lifecycle_event_install", "jina_embeddings_v2_base_en", "vercel_deployment_protection_bypass", "sk-learn-contrib-lightning", "ASIAPACIFICNORTHEAST", "ABIASEDESTIMATOR", "key-value-store-with-a-very-long-name-indeed",
		"expected -----BEGIN CERTIFICATE----- in /etc/x but found nothing", "https://x?code=404", "https://x?key=name", `{"token": 17, "x": 1}`, "token=IDENT", "session_id=7321d3c5-0972-4705-a4d4-3b15cd2df22e", "next_page_token=CAUQAA nextToken=abc", "session=morning",
		"tokens=4096 max_tokens: 1000", "password is required", "the password was wrong", "invalid token 'identifier'", `missing fields: ["password","api_key"]`, "required: ['api_key', 'model']", `field "password" must not be empty`, "--token flag not set", "set the API key first",
		"secrets:\n  name: x\n  type: y", "password:\nlogin failed", `"password":{"type":"string"},"api_key": {}`, `["file:///etc/passwd", "http://", "http://a b"]`, "Access denied for user 'ana'@'localhost' (using password: YES)", "PWD=/home/ana/x", "password=none", "at 10:30:00@UTC", "ratio 3:2@home", "git push -u origin:main", "docker run -u root:root x", "rsync -au host:dir .", "mysql -h x -port 3306", "missing: api_key", "KeyError: 'password'", "npm ERR! 404 '@scope/pkg@1.0.0'", "go: github.com/a/b@v1.2.3: reading x", "100%25 done, 50%20", "https://docs.office.com/webhooks", "select password from users", "SELECT token FROM sessions WHERE id = 7", "AUTH failed", "user by 'name'",
	} {
		if got := (*redact.Redactor)(nil).String(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestTheRestSurvives holds that a value ends where it ends.
func TestTheRestSurvives(t *testing.T) {
	for text, want := range map[string]string{
		`{"password":"x7","user":"ana"}`:                            `{"password":"#","user":"ana"}`,
		`{"m":"Cookie: a=b","code":3}`:                              `{"m":"Cookie: #","code":3}`,
		`{"m":"Cookie: a=\"1\"; b=2","code":3}`:                     `{"m":"Cookie: #","code":3}`,
		"map[token:x7y8 user:ana]":                                  "map[token:# user:ana]",
		"{APIKey:x7 User:ana}":                                      "{APIKey:# User:ana}",
		"https://x?token=x7&user=ana":                               "https://x?token=#&user=ana",
		`{"u":"https://x?token=x7\u0026user=ana"}`:                  `{"u":"https://x?token=#\u0026user=ana"}`,
		"token%3Dx7%26user%3Dana":                                   "token%3D#%26user%3Dana",
		"Password=x7;User ID=ana":                                   "Password=#;User ID=ana",
		"(password=x7, user=ana)":                                   "(password=#, user=ana)",
		"curl -u ana:x7 https://x":                                  "curl -u # https://x",
		"['curl', '-u', 'ana:x7', 'https://x']":                     "['curl', '-u', '#', 'https://x']",
		"Authorization: Bearer x7\nAccept: */*":                     "Authorization: #\nAccept: */*",
		"a -----BEGIN X-----\nabc\n-----END X----- b":               "a # b",
		"postgres://u:x7@db/x: refused":                             "postgres://#@db/x: refused",
		`{"name":"DB_PASSWORD","value":"x7"},{"name":"A"}`:          `{"name":"DB_PASSWORD","value":"#"},{"name":"A"}`,
		"- name: DB_PASSWORD\n  value: x7\n- name: A\n  value: b":   "- name: DB_PASSWORD\n  value: #\n- name: A\n  value: b",
		"password:\n  - x7\n  - y8\nuser: ana":                      "password:\n  #\nuser: ana",
		"mysql -u root -px7 db":                                     "mysql -u root -p# db",
		"https://hooks.slack.com/services/T/B/x7 answered 404":      "https://hooks.slack.com/services/# answered 404",
		`parse "postgres://u:p/x@db": invalid port ":p" after host`: `parse "postgres://#@db": invalid port "#" after host`,
	} {
		if got := marks.ReplaceAllString((*redact.Redactor)(nil).String(text), "#"); got != want {
			t.Errorf("%q became\n%q, not\n%q", text, got, want)
		}
	}
}
