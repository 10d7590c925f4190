// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

type place struct {
	Name string    `json:"name"`
	High []float64 `json:"high"`
}

func find(_ context.Context, name string) (place, error) {
	if name == "" {
		return place{}, errors.New("no name")
	}
	return place{name, []float64{1, 2, 3, 4}}, nil
}

func TestFunctions(t *testing.T) {
	for name, tt := range map[string]struct {
		rule chaos.Rule
		want func(place, error) bool
	}{
		"disk full": {rule(chaos.DiskFull), func(_ place, err error) bool {
			var path *fs.PathError
			return errors.Is(err, syscall.ENOSPC) && errors.As(err, &path)
		}},
		"store": {rule(chaos.StoreUnavailable), func(_ place, err error) bool { return errors.Is(err, syscall.EIO) }},
		"missing": {rule(chaos.MissingTool), func(_ place, err error) bool {
			return err != nil && err.Error() == `tool not registered: "find"`
		}},
		"arguments": {rule(chaos.InvalidArguments), func(_ place, err error) bool { return err != nil }},
		"partial": {chaos.Rule{Faults: []chaos.Fault{chaos.Partial}, At: chaos.Function}, func(p place, err error) bool {
			return err == nil && len(p.High) == 2
		}},
		"wrong type": {chaos.Rule{Faults: []chaos.Fault{chaos.WrongType}, At: chaos.Function, Field: "name"}, func(_ place, err error) bool {
			var typ *json.UnmarshalTypeError
			return errors.As(err, &typ)
		}},
		"wrong value": {chaos.Rule{Faults: []chaos.Fault{chaos.WrongValue}, At: chaos.Function, Field: "name"}, func(p place, err error) bool {
			return err == nil && p.Name == "Springfield"
		}},
		"malformed": {chaos.Rule{Faults: []chaos.Fault{chaos.Malformed}, At: chaos.Function}, func(_ place, err error) bool {
			var syntax *json.SyntaxError
			return errors.As(err, &syntax)
		}},
		"latency": {chaos.Rule{Faults: []chaos.Fault{chaos.Latency}, At: chaos.Function, Delay: time.Millisecond}, func(p place, err error) bool {
			return err == nil && p.Name == "Rome"
		}},
		"late": {chaos.Rule{Faults: []chaos.Fault{chaos.Latency}, At: chaos.Function, Delay: time.Hour}, func(_ place, err error) bool {
			return errors.Is(err, context.DeadlineExceeded)
		}},
		"hang": {chaos.Rule{Faults: []chaos.Fault{chaos.Hang}, At: chaos.Function}, func(_ place, err error) bool {
			return errors.Is(err, context.DeadlineExceeded)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			limit := 20 * time.Second
			if name == "late" || name == "hang" {
				limit = 20 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			in := inject(t, []chaos.Rule{tt.rule})
			got, err := chaos.Wrap(in, chaos.Tool, "find", find)(ctx, "Rome")
			if !tt.want(got, err) {
				t.Errorf("got %+v, %v", got, err)
			}
			surfaced := chaos.No
			if err != nil {
				surfaced = chaos.Yes
			}
			if all := in.Injections(); len(all) != 1 || all[0].Surfaced != surfaced || all[0].At != chaos.Function {
				t.Errorf("injections %+v", all)
			}
		})
	}
}

func TestPanic(t *testing.T) {
	in := inject(t, []chaos.Rule{rule(chaos.Panic)})
	func() {
		defer func() {
			if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "find") {
				t.Errorf("recovered %v", v)
			}
		}()
		_, _ = chaos.Wrap(in, chaos.Tool, "find", find)(t.Context(), "Rome")
	}()
	if all := in.Injections(); len(all) != 1 || all[0].Surfaced != chaos.Yes {
		t.Errorf("injections %+v", all)
	}
}

// A tool that is missing is really asked for by another name.
func TestWrapTools(t *testing.T) {
	var asked []string
	tools := func(_ context.Context, name string, args json.RawMessage) (json.RawMessage, error) {
		asked = append(asked, name+" "+string(args))
		return args, nil
	}
	bad, missing := rule(chaos.InvalidArguments), rule(chaos.MissingTool)
	bad.Calls, missing.Calls = "1", "2"
	in := inject(t, []chaos.Rule{bad, missing})
	call := chaos.WrapTools(in, tools)
	for range 3 {
		if _, err := call(t.Context(), "hotels", json.RawMessage(`{"check_in":"2026-12-01","city":"Rome"}`)); err != nil {
			t.Error(err)
		}
	}
	want := []string{
		`hotels {"check_in":"someday","city":"Rome"}`,
		`hotels_v2 {"check_in":"2026-12-01","city":"Rome"}`,
		`hotels {"check_in":"2026-12-01","city":"Rome"}`,
	}
	if fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("asked %q", asked)
	}
}

// A call knows best whether a fault surfaced: what its requests met may have
// been handled within, and a changed answer may go unnoticed.
func TestSurfaced(t *testing.T) {
	s := service(t, `{"a":[1,2],"b":"x"}`)
	get := func(in *chaos.Injector, requests int, check func(answer, error) error) error {
		c := &http.Client{Transport: in.Transport(s.Client().Transport)}
		_, err := chaos.Wrap(in, chaos.Tool, "get", func(ctx context.Context, _ int) (int, error) {
			var last error
			for range requests {
				last = check(post(ctx, c, s.URL))
			}
			return 0, last
		})(t.Context(), 0)
		return err
	}
	taken := func(_ answer, err error) error { return err }
	checked := func(a answer, err error) error {
		if err == nil && !strings.Contains(a.body, `[1,2]`) {
			return errors.New("half is missing")
		}
		return err
	}
	first := func(f chaos.Fault) chaos.Rule {
		r := rule(f)
		r.Calls = "1"
		return r
	}
	for name, tt := range map[string]struct {
		rules    []chaos.Rule
		requests int
		check    func(answer, error) error
		want     []chaos.Surfaced
	}{
		"an error":                  {[]chaos.Rule{first(chaos.Refused)}, 1, taken, []chaos.Surfaced{chaos.Yes}},
		"handled within":            {[]chaos.Rule{first(chaos.Refused)}, 2, taken, []chaos.Surfaced{chaos.No}},
		"nobody looks":              {[]chaos.Rule{first(chaos.Partial)}, 1, taken, []chaos.Surfaced{chaos.No}},
		"somebody looks":            {[]chaos.Rule{first(chaos.Partial)}, 1, checked, []chaos.Surfaced{chaos.Yes}},
		"two, the second surfaces":  {[]chaos.Rule{rule(chaos.Reset)}, 2, taken, []chaos.Surfaced{chaos.No, chaos.Yes}},
		"late, then refused itself": {[]chaos.Rule{{Faults: []chaos.Fault{chaos.Latency}, Delay: 1}}, 1, func(answer, error) error { return errors.New("no") }, []chaos.Surfaced{chaos.No}},
		"refused, then out of time": {[]chaos.Rule{first(chaos.Refused)}, 1, func(answer, error) error { return context.DeadlineExceeded }, []chaos.Surfaced{chaos.No}},
	} {
		t.Run(name, func(t *testing.T) {
			in := inject(t, tt.rules)
			err := get(in, tt.requests, tt.check)
			var got []chaos.Surfaced
			for _, i := range in.Injections() {
				got = append(got, i.Surfaced)
				if i.Surfaced == chaos.Yes && err == nil {
					t.Error("the call ended well")
				}
				if i.Operation != "get" || i.Kind != chaos.Tool {
					t.Errorf("%+v", i)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("surfaced %v, want %v", got, tt.want)
			}
		})
	}
}

// A call that fails as a function meets no second fault on its requests.
func TestOneFaultIsEnough(t *testing.T) {
	s := service(t, `{}`)
	missing := rule(chaos.MissingTool)
	missing.Calls = "1"
	in := inject(t, []chaos.Rule{missing, rule(chaos.Refused)})
	c := &http.Client{Transport: in.Transport(s.Client().Transport)}
	call := chaos.WrapTools(in, func(ctx context.Context, _ string, _ int) (int, error) {
		a, err := post(ctx, c, s.URL)
		return a.status, err
	})
	if status, err := call(t.Context(), "get", 0); err != nil || status != 200 {
		t.Errorf("%d, %v", status, err)
	}
	if _, err := call(t.Context(), "get", 0); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v", err)
	}
}

// A call without a time limit hangs as long as the Injector is open.
func TestCloseEndsAFunctionThatHangs(t *testing.T) {
	in := inject(t, []chaos.Rule{{Faults: []chaos.Fault{chaos.Hang}, At: chaos.Function}})
	done := make(chan error, 1)
	go func() {
		_, err := chaos.Wrap(in, chaos.Tool, "find", find)(context.Background(), "Rome")
		done <- err
	}()
	for len(in.Injections()) == 0 {
		runtime.Gosched()
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err == nil {
		t.Error("the call succeeded")
	}
}
