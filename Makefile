# Copyright The otelfail Authors
# SPDX-License-Identifier: Apache-2.0
#
# Everything a change has to pass is .ci/run; this is for the programs around an
# agent, without containers:
#
#   make up      build and start Jaeger, the Collector and, where installed, Prometheus
#   make status  tell which of them run
#   make down    stop them
.PHONY: up down status check

up down status:
	@collector-config/local.sh $@

check:
	@.ci/run
