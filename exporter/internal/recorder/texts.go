// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"encoding/hex"
	"strings"
)

// idTexts makes texts of ids, many with one allocation.
type idTexts struct{ block *strings.Builder }

const idBlock = 4 << 10

// of returns an id in hexadecimal digits.
func (t *idTexts) of(id []byte) string {
	n := hex.EncodedLen(len(id))
	if t.block == nil || t.block.Cap()-t.block.Len() < n {
		t.block = &strings.Builder{}
		t.block.Grow(idBlock)
	}
	var text [32]byte
	hex.Encode(text[:], id)
	from := t.block.Len()
	t.block.Write(text[:n])
	return t.block.String()[from:]
}
