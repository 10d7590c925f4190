// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// httpOperations are answers with a failure status, made an error by the usual
// line of client code and by a typed error.
func httpOperations() []operation {
	answers := []struct {
		code int
		body string
		want string
	}{
		{400, `{"error":"city missing"}`, "tool bad_request 2"},
		{401, "", "tool auth 2"},
		{402, "", "tool quota 2"},
		{403, "", "tool permission 0"},
		{404, `{"error":"no such city"}`, "tool not_found 2"},
		{408, "", "tool timeout 1"},
		{413, "", "tool bad_request 2"},
		{415, "", "tool unsupported 2"},
		{422, `{"detail":"days out of bounds"}`, "tool bad_request 2"},
		{429, "", "tool rate_limit 1"},
		{429, `{"code":"TooManyRequests","message":"see our usage policy"}`, "tool rate_limit 1"},
		{429, `{"error":{"code":"insufficient_quota","message":"buy more"}}`, "tool quota 2"},
		{500, "", "tool server_error 1"},
		{500, `{"error":"runtime error: index out of range [3] with length 3"}`, "tool server_error 1"},
		{501, "", "tool unsupported 2"},
		{502, "<html><title>502 Bad Gateway</title></html>", "network upstream 1"},
		{503, "", "network upstream 1"},
		{503, `{"error":{"message":"overloaded, try later"}}`, "tool overloaded 1"},
		{504, "<html><title>504 Gateway Time-out</title></html>", "network upstream 1"},
	}
	ask := func(t *testing.T, code int, body string) (int, string, string) {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, body)
		}))
		defer s.Close()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, res.Status, string(b)
	}
	var ops []operation
	for i, a := range answers {
		ops = append(ops,
			operation{fmt.Sprintf("http %d typed (%d)", a.code, i), func(t *testing.T) error {
				code, status, body := ask(t, a.code, a.body)
				return &apiError{StatusCode: code, text: fmt.Sprintf("GET %q: %s %s", "http://forecast", status, body)}
			}, a.want},
			operation{fmt.Sprintf("http %d text (%d)", a.code, i), func(t *testing.T) error {
				_, status, body := ask(t, a.code, a.body)
				return fmt.Errorf("forecast: unexpected status %s: %s", status, body)
			}, a.want},
		)
	}
	return ops
}

// TestRemotePanic holds that a panic which an answer with status 500 quotes is
// the other side's, whoever was asked.
func TestRemotePanic(t *testing.T) {
	for _, text := range []string{
		"panic: index out of range [3] with length 3",
		"runtime error: invalid memory address or nil pointer dereference",
		"fatal error: out of memory",
	} {
		for op, want := range map[classify.Operation]classify.Category{classify.OpModel: classify.LLM, classify.OpTool: classify.Tool, classify.OpMemory: classify.Memory} {
			for _, in := range []classify.Input{
				{Err: &apiError{StatusCode: 500, text: text}, Operation: op},
				{Err: fmt.Errorf("ask: %w", &apiError{StatusCode: 500, text: text}), Operation: op},
				{Text: text, HTTPStatus: 500, Operation: op},
				{Text: text, GRPCCode: 13, Operation: op},
				{Text: text, GRPCCode: 2, Operation: op},
			} {
				v := (*classify.Chain)(nil).Classify(in)
				if v.Category != want || v.Reason != classify.ServerError || v.Retryable != classify.RetryYes {
					t.Errorf("%+v: got %+v", in, v)
				}
			}
		}
	}
}

// health answers with the code that the service asked for names.
type health struct {
	grpc_health_v1.UnimplementedHealthServer
}

func (health) Check(_ context.Context, r *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	code, text := 0, ""
	_, _ = fmt.Sscanf(r.GetService(), "%d", &code)
	if _, rest, ok := bytes.Cut([]byte(r.GetService()), []byte(" ")); ok {
		text = string(rest)
	}
	return nil, status.Error(codes.Code(code), text)
}

func grpcOperations() []operation {
	call := func(t *testing.T, addr, service string, timeout time.Duration) error {
		conn, err := grpc.NewClient(addr, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		_, err = grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: service})
		return err
	}
	serve := func(t *testing.T) string {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		s := grpc.NewServer()
		grpc_health_v1.RegisterHealthServer(s, health{})
		go func() { _ = s.Serve(l) }()
		t.Cleanup(s.Stop)
		return l.Addr().String()
	}
	ops := []operation{
		{"grpc refused", func(t *testing.T) error { return call(t, closedPort(t), "", time.Second) }, "network refused 1"},
		{"grpc deadline", func(t *testing.T) error { return call(t, silentPeer(t), "", 50*time.Millisecond) }, "network timeout 1"},
		{"grpc no method", func(t *testing.T) error {
			l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := grpc.NewServer()
			go func() { _ = s.Serve(l) }()
			t.Cleanup(s.Stop)
			return call(t, l.Addr().String(), "", time.Second)
		}, "tool unsupported 2"},
	}
	for code, want := range map[string]string{
		"1 stopped":   "network cancelled 2",
		"3 bad city":  "tool bad_request 2",
		"5 no city":   "tool not_found 2",
		"6 twice":     "tool constraint 2",
		"7 not you":   "tool permission 0",
		"8 slow down": "tool rate_limit 1",
		"9 not ready": "tool bad_request 2",
		"10 conflict": "tool locked 1",
		"12 no":       "tool unsupported 2",
		"13 oops":     "tool server_error 1",
		"13 lookup cart: dial tcp: lookup cart on 127.0.0.11:53: server misbehaving": "network dns 1",
		"14 later": "network unreachable 1",
		"16 who":   "tool auth 2",
	} {
		ops = append(ops, operation{"grpc " + code, func(t *testing.T) error { return call(t, serve(t), code, time.Second) }, want})
	}
	return ops
}

var fileOperations = []operation{
	{"missing file", func(t *testing.T) error { _, err := os.Open(filepath.Join(t.TempDir(), "trip.ics")); return err }, "export not_found 2"},
	{"missing directory", func(t *testing.T) error {
		return os.WriteFile(filepath.Join(t.TempDir(), "none", "trip.ics"), nil, 0o600)
	}, "export not_found 2"},
	{"not a directory", func(t *testing.T) error {
		p := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(p, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := os.Open(filepath.Join(p, "trip.ics"))
		return err
	}, "export not_found 2"},
	{"is a directory", func(t *testing.T) error { return os.WriteFile(t.TempDir(), nil, 0o600) }, "export other 2"},
	{"exists", func(t *testing.T) error { return os.Mkdir(t.TempDir(), 0o700) }, "export other 2"},
	{"disk full", func(t *testing.T) error {
		if _, err := os.Stat("/dev/full"); err != nil {
			t.Skip("no /dev/full")
		}
		return os.WriteFile("/dev/full", []byte("x"), 0o600)
	}, "export disk_full 2"},
	{"permission", func(t *testing.T) error {
		p := filepath.Join(t.TempDir(), "sealed")
		if err := os.Mkdir(p, 0o500); err != nil {
			t.Fatal(err)
		}
		if os.Geteuid() == 0 {
			t.Skip("root may everything")
		}
		return os.WriteFile(filepath.Join(p, "trip.ics"), nil, 0o600)
	}, "export permission 2"},
	{"rename", func(t *testing.T) error {
		return os.Rename(filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b"))
	}, "export not_found 2"},
	{"closed file", func(t *testing.T) error {
		f, err := os.Create(filepath.Join(t.TempDir(), "a"))
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		_, err = f.WriteString("x")
		return err
	}, "export other 0"},
}

var decodeOperations = []operation{
	{"json syntax", func(*testing.T) error { var v any; return json.Unmarshal([]byte("<html>"), &v) }, "validation parse 2"},
	{"json truncated", func(*testing.T) error { var v any; return json.Unmarshal([]byte(`{"days":[`), &v) }, "validation truncated 0"},
	{"json type", func(*testing.T) error {
		var v struct{ Days int }
		return json.Unmarshal([]byte(`{"Days":"two"}`), &v)
	}, "validation type 2"},
	{"json unknown field", func(*testing.T) error {
		d := json.NewDecoder(bytes.NewBufferString(`{"Nights":2}`))
		d.DisallowUnknownFields()
		return d.Decode(&struct{ Days int }{})
	}, "validation schema 2"},
	{"json unsupported type", func(*testing.T) error { _, err := json.Marshal(map[string]any{"f": make(chan int)}); return err }, "validation type 2"},
	{"number", func(*testing.T) error { _, err := strconv.Atoi("two"); return err }, "validation parse 2"},
	{"date", func(*testing.T) error { _, err := time.Parse(time.DateOnly, "1 May 2026"); return err }, "validation parse 2"},
	{"duration", func(*testing.T) error { _, err := time.ParseDuration("soon"); return err }, "validation parse 2"},
	{"xml", func(*testing.T) error { return xml.Unmarshal([]byte("<a></b>"), &struct{}{}) }, "validation parse 2"},
	{"base64", func(*testing.T) error { _, err := base64.StdEncoding.DecodeString("$"); return err }, "validation parse 2"},
	{"hex", func(*testing.T) error { _, err := hex.DecodeString("xyz1"); return err }, "validation parse 2"},
}

// sqlError has the shape of the errors of SQL drivers.
type sqlError struct{ state, text string }

func (e *sqlError) Error() string    { return e.text }
func (e *sqlError) SQLState() string { return e.state }

// failing is a database/sql driver whose every query fails with err.
type failing struct{ err error }

func (f failing) Connect(context.Context) (driver.Conn, error) { return f, nil }
func (f failing) Driver() driver.Driver                        { return nil }
func (f failing) Prepare(string) (driver.Stmt, error)          { return nil, f.err }
func (f failing) Close() error                                 { return nil }
func (f failing) Begin() (driver.Tx, error)                    { return nil, f.err }

func query(state, text string) func(*testing.T) error {
	return func(t *testing.T) error {
		db := sql.OpenDB(failing{&sqlError{state, text}})
		defer func() { _ = db.Close() }()
		_, err := db.ExecContext(t.Context(), "insert into trips values (1)")
		return err
	}
}

var sqlOperations = []operation{
	{"sql unique", query("23505", "pq: duplicate key value violates unique constraint \"trips_pkey\""), "tool constraint 2"},
	{"sql deadlock", query("40P01", "deadlock detected"), "tool deadlock 1"},
	{"sql serialization", query("40001", "could not serialize access"), "tool locked 1"},
	{"sql clients", query("53300", "sorry, too many clients already"), "tool conn_limit 1"},
	{"sql password", query("28P01", "password authentication failed"), "tool auth 2"},
	{"sql table", query("42P01", "relation \"trips\" does not exist"), "tool not_found 2"},
	{"sql syntax", query("42601", "syntax error at or near \"FORM\""), "tool bad_request 2"},
	{"sql permission", query("42501", "permission denied for table trips"), "tool permission 2"},
	{"sql type", query("22P02", "invalid input syntax for type uuid"), "tool type 2"},
	{"sql starting", query("57P03", "the database system is starting up"), "tool overloaded 1"},
	{"sql connection", query("08006", "connection failure"), "network reset 1"},
	{"sql read only", query("25006", "cannot execute INSERT in a read-only transaction"), "tool read_only 2"},
	{"sql closed", func(t *testing.T) error {
		db := sql.OpenDB(failing{})
		_ = db.Close()
		_, err := db.ExecContext(t.Context(), "x")
		return err
	}, "tool other 0"},
	{"sql no rows", func(*testing.T) error { return sql.ErrNoRows }, "tool not_found 2"},
}
