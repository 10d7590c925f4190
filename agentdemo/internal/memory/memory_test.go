// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package memory_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func trip(id, text string) memory.Item {
	return memory.Item{ID: id, Text: text, Facts: json.RawMessage(fmt.Sprintf(`{"n":%q}`, id)), At: noon}
}

func open(dir, user string) *memory.Vectors { return memory.New(dir, user, "local", memory.LocalEmbed) }

func remember(t *testing.T, s memory.Store, items ...memory.Item) {
	t.Helper()
	for _, item := range items {
		if err := s.Remember(t.Context(), item); err != nil {
			t.Fatal(err)
		}
	}
}

func recall(t *testing.T, s memory.Store, query string, n int) (ids []string) {
	t.Helper()
	items, err := s.Recall(t.Context(), query, n)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		ids = append(ids, item.ID)
	}
	return ids
}

// What one process remembers the next one recalls, nearest first, for the same
// user only.
func TestRecall(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "memory")
	if got := recall(t, open(dir, "ada"), "Paris", 3); got != nil {
		t.Errorf("an empty memory recalls %q", got)
	}
	remember(t, open(dir, "ada"),
		trip("a", "Trip to Paris from London, interests museums"),
		trip("b", "Trip to 京都 and 東京 from 大阪"),
		trip("c", "Trip to Rome from London, interests food"),
		trip("d", "Trip to Lisbon"))
	for query, want := range map[string]string{
		"museums in paris": "a", "東京 in spring": "b", "roman food": "c", "Lissabon, Lisbon": "d",
	} {
		if got := recall(t, open(dir, "ada"), query, 2); len(got) != 2 || got[0] != want {
			t.Errorf("%q recalls %q, want %s first", query, got, want)
		}
	}
	if got := recall(t, open(dir, "bob"), "Paris", 3); got != nil {
		t.Errorf("another user's trips: %q", got)
	}
	items, err := open(dir, "ada").Recall(t.Context(), "Paris", 1)
	if err != nil || string(items[0].Facts) != `{"n":"a"}` || !items[0].At.Equal(noon) || items[0].Score <= 0 {
		t.Errorf("%+v, %v", items, err)
	}
}

// The same trip again replaces the first; of equal ones the latest comes first.
func TestOrder(t *testing.T) {
	s := open(filepath.Join(t.TempDir(), "memory"), "ada")
	later := trip("b", "Trip to Paris")
	later.At = noon.Add(time.Hour)
	remember(t, s, trip("a", "Trip to Paris"), later, trip("a", "Trip to Paris"))
	if got := recall(t, s, "Paris", 5); fmt.Sprint(got) != "[b a]" {
		t.Errorf("recalled %q", got)
	}
}

func damage(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.gob"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files below %s: %v", dir, err)
	}
	for _, file := range files {
		if err := os.WriteFile(file, []byte("no memory"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDamaged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "memory")
	remember(t, open(dir, "ada"), trip("a", "Trip to Paris"))
	damage(t, dir)

	s := open(dir, "ada")
	var damaged *memory.DamagedError
	if _, err := s.Recall(t.Context(), "Paris", 1); !errors.As(err, &damaged) {
		t.Fatalf("got %v, want a DamagedError", err)
	}
	kept, err := s.SetAside(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if files, _ := filepath.Glob(filepath.Join(kept, "*", "*.gob")); len(files) == 0 {
		t.Errorf("nothing is kept in %q", kept)
	}
	remember(t, s, trip("b", "Trip to Rome"))
	if got := recall(t, open(dir, "ada"), "Paris", 3); fmt.Sprint(got) != "[b]" {
		t.Errorf("recalled %q", got)
	}
	// One torn file costs one trip.
	remember(t, open(dir, "ada"), trip("c", "Trip to Oslo"))
	files, err := filepath.Glob(filepath.Join(dir, "*", "[^0]*.gob"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%q, %v", files, err)
	}
	if err := os.Truncate(files[0], 20); err != nil {
		t.Fatal(err)
	}
	s = open(dir, "ada")
	if _, err := s.Recall(t.Context(), "Paris", 3); !errors.As(err, &damaged) {
		t.Errorf("got %v, want a DamagedError", err)
	}
	if _, err := s.SetAside(t.Context()); err != nil {
		t.Error(err)
	}
	if got := recall(t, s, "Paris", 3); len(got) != 1 {
		t.Errorf("recalled %q, want what is whole", got)
	}

	damage(t, dir)
	if again, err := open(dir, "ada").SetAside(t.Context()); err != nil || again == kept {
		t.Errorf("set aside in %q, %v; the first is in %q", again, err, kept)
	}
	if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, []byte("a file"), 0o600)); err != nil {
		t.Fatal(err)
	}
	s = open(dir, "ada")
	if _, err := s.Recall(t.Context(), "Paris", 3); !errors.As(err, &damaged) {
		t.Errorf("got %v, want a DamagedError", err)
	}
	if kept, err := s.SetAside(t.Context()); kept == "" || err != nil {
		t.Errorf("a file: %q, %v", kept, err)
	}
	if none, err := open(dir, "ada").SetAside(t.Context()); none != "" || err != nil {
		t.Errorf("nothing to set aside: %q, %v", none, err)
	}
}

// A memory that cannot be reached is not damaged: it may be there later.
func TestOutOfReach(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(filepath.Join(file, "memory"), "ada")
	var damaged *memory.DamagedError
	if _, err := s.Recall(t.Context(), "Paris", 1); err == nil || errors.As(err, &damaged) {
		t.Errorf("got %v", err)
	}
	embedding := errors.New("no embedding")
	s = memory.New(filepath.Join(t.TempDir(), "memory"), "ada", "m", func(context.Context, string) ([]float32, error) { return nil, embedding })
	if err := s.Remember(t.Context(), trip("a", "Paris")); !errors.Is(err, embedding) {
		t.Errorf("got %v", err)
	}
}

func TestConcurrentSafe(t *testing.T) {
	s := open(filepath.Join(t.TempDir(), "memory"), "ada")
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := s.Remember(context.Background(), trip(fmt.Sprint(i), fmt.Sprintf("Trip to %d", i))); err != nil {
				t.Error(err)
			}
			if _, err := s.Recall(context.Background(), "Trip", 3); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := recall(t, s, "Trip", 50); len(got) != 20 {
		t.Errorf("%d trips", len(got))
	}
}

func TestCurrent(t *testing.T) {
	dir := t.TempDir()
	c := memory.NewCurrent(filepath.Join(dir, "sessions"))
	var v struct{ N int }
	if ok, err := c.Load("ada", &v); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	for _, user := range []string{"ada", "../../ada"} {
		if err := c.Save(user, struct{ N int }{len(user)}); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := c.Load("ada", &v); !ok || err != nil || v.N != 3 {
		t.Errorf("%v, %v, %+v", ok, err, v)
	}
	files, err := os.ReadDir(filepath.Join(dir, "sessions"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || strings.Contains(f.Name(), "ada") || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
			t.Errorf("%s %v, %v", f.Name(), info.Mode(), err)
		}
		if err := os.WriteFile(filepath.Join(dir, "sessions", f.Name()), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := c.Load("ada", &v); ok || err == nil {
		t.Errorf("a damaged file: %v, %v", ok, err)
	}
	blocked := memory.NewCurrent(filepath.Join(dir, "sessions", files[0].Name()))
	var path *fs.PathError
	if err := blocked.Save("ada", v); !errors.As(err, &path) {
		t.Errorf("got %v", err)
	}
}
