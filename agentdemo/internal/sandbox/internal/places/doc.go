// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package places knows where places are. In goes a name as people write it, in
// any script; out come the places it may mean. Big cities come from an embedded
// table. Every other plausible name gets a made-up position that depends on the
// name alone, so that a trip to any place can be planned without a network.
package places
