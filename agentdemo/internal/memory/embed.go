// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"context"
	"hash/fnv"
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Embed makes a vector of a text. Texts that mean the same have vectors that
// point the same way.
type Embed func(ctx context.Context, text string) ([]float32, error)

// dimensions of a local embedding: enough for a few thousand short texts.
const dimensions = 1024

// LocalEmbed is an Embed that asks nobody: it hashes words and their parts, so
// that texts that share words are near each other, whatever the language. The
// same text has the same vector in every process.
func LocalEmbed(_ context.Context, text string) ([]float32, error) {
	v := make([]float32, dimensions)
	add := func(feature string, weight float32) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(feature))
		sum := h.Sum32()
		if sum&1 == 0 {
			weight = -weight // collisions cancel out instead of adding up
		}
		v[sum>>1%dimensions] += weight
	}
	add("", 0.01) // an empty text has a direction, too
	words := strings.FieldsFunc(strings.ToLower(norm.NFKD.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for _, word := range words {
		add(word, 1)
		runes := []rune("^" + word + "$")
		for i := 0; i+3 <= len(runes); i++ {
			add(string(runes[i:i+3]), 0.3)
		}
	}
	var length float64
	for _, x := range v {
		length += float64(x) * float64(x)
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(length))
	}
	return v, nil
}
