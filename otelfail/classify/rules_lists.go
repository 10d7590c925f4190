// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"slices"
	"strings"
)

// kinds are the names of types in libraries' complaints about a value.
var kinds = []string{
	"string", "str", "number", "numeric", "integer", "int", "int64", "uint", "float", "double", "bool", "boolean", "array", "list", "object", "dict", "dictionary", "map", "mapping", "tuple", "two tuple", "2 tuple", "set", "sequence", "iterable", "iterator", "slice", "struct", "pointer", "function", "callable", "class", "instance", "buffer", "bytes", "byte", "promise", "symbol", "date", "date object", "file", "stream", "coroutine", "awaitable", "primitive", "scalar", "enum", "interface", "uint8array", "record",
}

// notations are what a text is written in when it does not parse.
var notations = []string{
	"url", "uri", "protocol", "scheme", "entry", "date", "time", "timestamp", "datetime", "duration", "character", "char", "encoding", "json", "yaml", "xml", "html", "toml", "csv", "syntax", "expression", "pattern", "regex*", "regular expression", "address", "number", "literal", "escape*", "unicode", "utf*", "base64", "hex*", "uuid", "digit*", "byte*", "cron*", "semver", "version", "port", "host", "hostname", "cursor", "query string", "token", "tokens", "header", "line", "delimiter", "magic*", "checksum", "crc", "specification", "template", "selector", "xpath", "path expression", "locale", "timezone", "time zone", "ip", "mac address", "cidr", "mime*", "media type", "webvtt", "pdf", "zip", "archive", "wav", "jpeg", "png", "svg", "docx", "xlsx", "epub", "ics", "rss", "feed", "sitemap", "jsonl", "parquet", "protobuf", "msgpack", "cbor", "phone*", "country code", "currency code",
}

// programs are what agents and their tools run.
var programs = []string{
	"jq", "uv", "uvx", "rg", "cmake", "cargo", "rustc", "gofmt", "java", "javac", "mvn", "gradle", "pip", "pip3", "poetry", "conda", "npm", "npx", "pnpm", "yarn", "bun", "deno", "tsc", "tsx", "eslint", "python", "python3", "ruby", "php", "dotnet", "gcc", "clang", "git", "gh", "glab", "docker", "podman", "kubectl", "terraform", "gcloud", "psql", "pg dump", "pg restore", "mysqldump", "mongodump", "sqlite3", "redis cli", "curl", "wget", "ssh", "scp", "rsync", "unzip", "ffmpeg", "ffprobe", "pandoc", "pdftotext", "tesseract", "libreoffice", "soffice", "pdflatex", "xelatex", "chromium", "chromedriver", "geckodriver", "bash", "zsh", "pwsh", "powershell", "tmux", "nvim", "imagemagick", "magick", "nvidia smi", "nvcc", "pytest", "ruff", "mypy", "shellcheck", "protoc",
}

// failures are how it is said that something was tried in vain.
var failures = []string{
	"failed to", "could not", "couldnt", "unable to", "cannot", "cant", "can not", "not able to", "failure to", "failing to", "fails to",
}

// absences are how it is said that something is not there.
var absences = []string{
	"not found*", "is not found", "was not found", "were not found", "isnt found", "wasnt found", "does not exist*", "doesnt exist*", "did not exist*", "not exist*", "could not be found", "couldnt be found", "cannot be found", "can not be found", "no longer exist*",
}

// faults are what is said of a thing that will not do.
var faults = []string{"invalid", "bad", "incorrect", "wrong", "malformed", "illegal"}

// wordLists are the words that "<kind>", "<notation>", "<program>", "<fail>", "<gone>",
// "<bad>" and "<read>" in a pattern stand for. The long lists of names count as one pattern each.
var wordLists = map[string][]string{
	"kind": kinds, "notation": notations, "program": programs, "fail": failures, "gone": absences, "bad": faults, "read": {"read", "reading"},
	"service": unmarked(services), "name of a service": unmarked(serviceNames), "store": unmarked(stores), "checker": unmarked(checkers),
}

// unmarked returns the words of a list that have no mark in them.
func unmarked(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), marked)
}

// asOne returns a list with its unmarked words, which wordLists has under name, as one
// pattern.
func asOne(name string, list []string) []string {
	rest := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !marked(s) })
	return append(rest, "<"+name+">")
}

func marked(s string) bool { return strings.ContainsAny(s, "…<#") }
