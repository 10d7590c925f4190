// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package chaos makes the calls of an agent fail, for real and on purpose, and
// keeps a record of it: the ground truth that recorded failures are compared
// with.
//
// In goes a [Scenario], from a YAML file or from code, and a seed:
//
//	scenario, err := chaos.Load("weather-down.yaml")
//	…
//	faults, err := chaos.New(ctx, scenario, chaos.InjectFaults(), chaos.WithSeed(7), chaos.WithTruth(file))
//	…
//	defer faults.Close()
//	client.Transport = faults.Transport(client.Transport)
//	forecast := chaos.Wrap(faults, chaos.Tool, "weather_summary", service.Forecast)
//
// Out come an [http.RoundTripper] whose requests meet real faults on real
// loopback connections, functions that fail the way tools, models and stores do,
// and one [Injection] for every fault, whether or not anybody noticed it.
//
// # Which call meets which fault
//
// That follows from the seed, the rule, the name of the operation and the number
// of the call, by hashing: nothing is drawn, so the order of other calls changes
// nothing. Calls are numbered by operation or, with [Rule.PerArguments], by
// operation and arguments. Of concurrent calls of one operation it is open which
// one gets which number; what the number meets is not. With PerArguments even
// that is settled, as long as calls with equal arguments follow one another, as
// the attempts of a retry do.
//
// # Safety
//
// Nothing happens unless a program passes [InjectFaults] to [New]: no file and no
// environment variable can switch chaos on. A nil *Injector injects nothing, and
// its wrappers return what they were given.
//
// Put the transport innermost: instrumentation around it sees what the network
// would have done.
package chaos
