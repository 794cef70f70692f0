// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

func TestAddressesOfCollectors(t *testing.T) {
	for _, endpoint := range []string{
		"otel:4318", "otel", "otel-collector.monitoring.svc.cluster.local:4318", "https://api.example.com", "http://otel:4318/",
		"otel:4318/api/public/otel/", "10.0.0.1:4318", "[2001:db8::1]:4318", "[2001:db8::1]", "otel_collector:4318",
	} {
		assert.Empty(t, validate.CollectorFault(endpoint), endpoint)
	}
	for _, endpoint := range []string{
		"", " ", ":", ":4318", "otel:", "otel:0", "otel:65536", "otel:grpc", "not a host", "ftp://otel", "https://", "HTTPS://otel", "2001:db8::1",
		"otel:4318?a=b", "otel:4318/a b", "otel/%20", "otel/?a=b", "otel/#a", "user:hidden@otel:4318", "https://user:hidden@otel/",
	} {
		fault := validate.CollectorFault(endpoint)
		assert.NotEmpty(t, fault, endpoint)
		assert.NotContains(t, fault, "hidden")
	}
}
