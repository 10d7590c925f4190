// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	collectortrace "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"
)

// hold is far more than a run may be held up by any fault: two seconds for the
// bounded shutdown, the rest for a busy machine.
const hold = 20 * time.Second

// TestAgentDoesNotNoticeTheCollectorsFaults: whatever becomes of its OTLP, the
// agent's answer is the same, its log is complete and it ends.
func TestAgentDoesNotNoticeTheCollectorsFaults(t *testing.T) {
	const seed = 7
	alone := runDemo(t, seed)
	if alone.exit != 0 || len(alone.records) == 0 {
		t.Fatalf("exit code %d, %d failures: %s", alone.exit, len(alone.records), alone.stderr)
	}
	for name, endpoint := range map[string]func(t *testing.T) string{
		"wrong port": address,
		"never answers": func(t *testing.T) string {
			return silent(t)
		},
		"refuses": func(t *testing.T) string {
			return serve(t, nil, func(context.Context) error { return status.Error(codes.ResourceExhausted, "memory limit") })
		},
		"slow": func(t *testing.T) string {
			return serve(t, nil, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		},
		"TLS where plain text is sent": func(t *testing.T) string {
			return serve(t, credentials.NewTLS(&tls.Config{Certificates: []tls.Certificate{certificate(t)}}), nil)
		},
		"plain text where TLS is spoken": func(t *testing.T) string {
			return "https://" + serve(t, nil, nil)
		},
		"a certificate of nobody": func(t *testing.T) string {
			return "https://" + serve(t, credentials.NewTLS(&tls.Config{Certificates: []tls.Certificate{certificate(t)}}), nil)
		},
		"full queue": func(t *testing.T) string {
			return startCollector(t, "agent.yaml",
				[]string{"GATEWAY_OTLP_ENDPOINT=" + silent(t), "GATEWAY_INSECURE=true", "QUEUE_DIR=" + filepath.Join(t.TempDir(), "queue")},
				"exporters::otlp_grpc/gateway::sending_queue::queue_size: 1").grpc
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := runDemo(t, seed, "--otlp-endpoint", endpoint(t), "--otlp-flush", "500ms")
			expectSame(t, alone, d)
			if extra := d.took - alone.took; extra > hold {
				t.Errorf("the run took %v longer", extra)
			}
		})
	}
}

// TestCollectorKilledDuringARun: killed and started again, it has what the agent
// sent afterwards; the log has everything.
func TestCollectorKilledDuringARun(t *testing.T) {
	const seed = 7
	alone := runDemo(t, seed)
	c := startCollector(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"})

	cmd := demoCommand(t, seed, "--otlp-endpoint", c.grpc)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the first failure is in the log", func(context.Context) error {
		_, err := os.Stat(filepath.Join(cmd.Dir, "logs", "runs.jsonl"))
		return err
	})
	c.kill()
	d := waitDemo(t, cmd, begin, &stdout, &stderr)
	expectSame(t, alone, d)

	c.restart(t, "gateway.yaml", []string{"DECISION_WAIT=100ms"})
	again := runDemo(t, seed, "--otlp-endpoint", c.grpc)
	expectSame(t, alone, again)
	expectCounters(t, countLog(again.records), c)
}

func expectSame(t *testing.T, alone, d demo) {
	t.Helper()
	if d.exit != alone.exit {
		t.Errorf("exit code %d, alone %d: %s", d.exit, alone.exit, d.stderr)
	}
	if diff := gocmp.Diff(alone.answer, d.answer); diff != "" {
		t.Errorf("answer (-alone +with the fault):\n%s", diff)
	}
	if diff := gocmp.Diff(countLog(alone.records), countLog(d.records)); diff != "" {
		t.Errorf("log (-alone +with the fault):\n%s", diff)
	}
}

// silent returns the address of a listener that takes connections and never
// says a word.
func silent(t *testing.T) string {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	return ln.Addr().String()
}

type traceService struct {
	collectortrace.UnimplementedTraceServiceServer
	export func(context.Context) error
}

func (s traceService) Export(ctx context.Context, _ *collectortrace.ExportTraceServiceRequest) (*collectortrace.ExportTraceServiceResponse, error) {
	if s.export != nil {
		if err := s.export(ctx); err != nil {
			return nil, err
		}
	}
	return &collectortrace.ExportTraceServiceResponse{}, nil
}

// serve returns the address of an OTLP endpoint that answers with export's
// error. No credentials: plain text.
func serve(t *testing.T, creds credentials.TransportCredentials, export func(context.Context) error) string {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var opts []grpc.ServerOption
	if creds != nil {
		opts = append(opts, grpc.Creds(creds))
	}
	s := grpc.NewServer(opts...)
	collectortrace.RegisterTraceServiceServer(s, traceService{export: export})
	done := make(chan error, 1)
	go func() { done <- s.Serve(ln) }()
	t.Cleanup(func() {
		s.Stop()
		if err := <-done; err != nil && !errors.Is(err, grpc.ErrServerStopped) {
			t.Error(err)
		}
	})
	return ln.Addr().String()
}

// certificate is one that nobody has signed.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
