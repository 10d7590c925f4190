// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// provider is how a service words that it cannot answer.
type provider struct {
	model bool     // it serves models
	words *wording // nil: a page without words of the service
	// limited are the headers of status 429, beside Retry-After.
	limited map[string]string
}

// providers are known by the name that Rule.Provider has.
var providers = map[string]provider{
	"openai": {model: true, words: &openAIWords, limited: map[string]string{
		"X-Ratelimit-Limit-Requests": "3", "X-Ratelimit-Remaining-Requests": "0", "X-Ratelimit-Reset-Requests": "1s",
	}},
	"anthropic": {model: true, words: &anthropicWords, limited: map[string]string{
		"Anthropic-Ratelimit-Requests-Limit": "50", "Anthropic-Ratelimit-Requests-Remaining": "0",
	}},
	"google":    {model: true, words: &googleWords},
	"mistral":   {model: true, words: &mistralWords},
	"ollama":    {model: true, words: &ollamaWords},
	"openmeteo": {words: &openMeteoWords},
	"osrm":      {words: &osrmWords},
	"mediawiki": {words: &mediaWikiWords},
	"json":      {words: &plainWords},
	"html":      {}, // a proxy's page
}

func knownProvider(name string) bool {
	_, ok := providers[name]
	return ok
}

func providerNames() []string { return slices.Sorted(maps.Keys(providers)) }

// providerOf tells the service by host and path.
func providerOf(u *url.URL) string {
	path := u.Path
	switch host := u.Hostname(); {
	case strings.HasSuffix(host, "mistral.ai"):
		return "mistral"
	case strings.HasSuffix(path, "/v1/messages"):
		return "anthropic"
	case strings.Contains(path, ":generateContent"), strings.Contains(path, ":streamGenerateContent"):
		return "google"
	case path == "/api/chat", path == "/api/generate", path == "/api/embed":
		return "ollama"
	case strings.HasSuffix(path, "/chat/completions"), strings.HasSuffix(path, "/v1/responses"), strings.HasSuffix(path, "/v1/embeddings"):
		return "openai"
	case strings.HasPrefix(path, "/route/"), strings.HasPrefix(path, "/table/"):
		return "osrm"
	case strings.HasSuffix(path, "/api.php"):
		return "mediawiki"
	case path == "/v1/search", path == "/v1/forecast", path == "/v1/archive":
		return "openmeteo"
	}
	return "json"
}

// answer is the script of an answer with that status.
func (p provider) answer(status int) script {
	s := script{fault: HTTPStatus(status), status: status, header: http.Header{}}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || status == statusOverloaded {
		s.header.Set("Retry-After", "1")
	}
	if p.words == nil {
		s.header.Set("Content-Type", "text/html")
		title := fmt.Sprintf("%d %s", status, http.StatusText(status))
		s.body = fmt.Appendf(nil, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%[1]s</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", title)
		return s
	}
	if status == http.StatusTooManyRequests {
		for key, value := range p.limited {
			s.header.Set(key, value)
		}
	}
	s.header.Set("Content-Type", "application/json; charset=utf-8")
	s.body, _ = json.Marshal(p.words.of(status)) // plain data, always encodable
	return s
}
