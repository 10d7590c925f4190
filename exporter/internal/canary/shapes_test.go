// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package canary_test

import "strings"

// canary is part of each planted secret.
const canary = "Zq7pL9xW2mK4vT8sR1nB"

// shapes are secrets as they turn up in agents: keys that show by themselves
// what they are, and values that something beside them gives away.
var shapes = map[string]string{
	"openai key":       "sk-proj-" + canary + "-x_y",
	"anthropic key":    "sk-ant-api03-" + canary + "-AA",
	"google key":       "AIzaSy" + canary + canary[:13],
	"groq key":         "gsk_" + canary + canary,
	"huggingface key":  "hf_" + canary + canary[:14],
	"github token":     "ghp_" + canary + canary[:16],
	"gitlab token":     "glpat-" + canary,
	"slack token":      "xoxb-1234567890-" + canary,
	"stripe key":       "sk_live_" + canary,
	"aws key id":       "AKIA" + strings.ToUpper(canary[:16]),
	"aws secret":       "aws_secret_access_key=" + canary + canary,
	"gcp token":        "ya29." + canary + canary,
	"azure account":    "AccountName=a;AccountKey=" + canary + "==;EndpointSuffix=core.windows.net",
	"azure secret":     "abc8Q~" + canary + canary,
	"jwt":              "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + canary,
	"pem":              "-----BEGIN RSA PRIVATE KEY-----\nMII" + canary + "\n" + canary + "\n-----END RSA PRIVATE KEY-----",
	"bearer":           "Authorization: Bearer " + canary,
	"bearer upper":     "AUTHORIZATION: BEARER " + canary,
	"basic":            "Authorization: Basic " + canary + "==",
	"x-api-key":        "X-Api-Key: " + canary,
	"cookie":           "Cookie: session=" + canary + "; theme=dark",
	"set-cookie":       "Set-Cookie: sid=" + canary + "; Path=/",
	"dsn":              "postgres://agent:" + canary + "@db:5432/trips",
	"mysql dsn":        "agent:" + canary + "@tcp(127.0.0.1:3306)/db",
	"redis url":        "redis://:" + canary + "@cache:6379/0",
	"url user":         "https://" + canary + ":" + canary + "@host/x",
	"query":            "https://api.example.com/v1?key=" + canary + "&q=1",
	"signed url":       "https://s3.example.com/b/k?X-Amz-Signature=" + canary,
	"encoded url":      "https://x/?to=https%3A%2F%2Fu%3A" + canary + "%40host%2F",
	"json":             `{"api_key":"` + canary + `"}`,
	"escaped json":     `{\"password\":\"` + canary + `\"}`,
	"yaml":             "api_key: " + canary,
	"shell":            "export OPENAI_API_KEY=" + canary,
	"connection words": "host=db user=u password=" + canary + " sslmode=disable",
	"second parameter": "https://x.blob.core.windows.net/c?sv=1&sig=" + canary,
	"encoded query":    "https%3A%2F%2Fx%2Fp%3Fa%3D1%26token%3D" + canary,
	"go-sql-driver":    "root:" + canary + "@/app?parseTime=true",
	"invalid port":     `parse "postgres://u:` + canary + `/x@db/x": invalid port ":` + canary + `" after host`,
	"python argv":      "['curl', '-u', 'admin:" + canary + "', 'https://x']",
	"name and value":   `{"name":"DB_PASSWORD","value":"` + canary + `"}`,
	"digest":           `Authorization: Digest username="u", response="` + canary + `"`,
	"mysql":            "mysql -u root -p" + canary + " db",
	"numbered":         "OPENAI_API_KEY_2=" + canary,
	"mark in front":    "password=[REDACTED:1f3a]" + canary,
	"webhook":          "https://hooks.slack.com/services/T000/B000/" + canary,
}

// leak returns where a part of the canary stands in s, with what is around it.
func leak(s string) (string, bool) {
	for i := 0; i+6 <= len(canary); i++ {
		for _, part := range [...]string{canary[i : i+6], strings.ToUpper(canary[i : i+6])} {
			if at := strings.Index(s, part); at >= 0 {
				return s[max(0, at-120):min(len(s), at+40)], true
			}
		}
	}
	return "", false
}
