// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"k8s.io/component-base/metrics"
	"k8s.io/component-base/metrics/legacyregistry"
)

// MetricsNamespace prefixes the name of every metric that is the operator's own.
const MetricsNamespace = "mcp_operator"

var (
	reconciles = metrics.NewCounterVec(&metrics.CounterOpts{
		Namespace:      MetricsNamespace,
		Name:           "reconciles_total",
		Help:           "Reconciles by controller and result: done, after, retry or quiet.",
		StabilityLevel: metrics.ALPHA,
	}, []string{"controller", "result"})

	reconcilePanics = metrics.NewCounterVec(&metrics.CounterOpts{
		Namespace:      MetricsNamespace,
		Name:           "reconcile_panics_total",
		Help:           "Panics that were contained to the key that caused them. Any is a bug.",
		StabilityLevel: metrics.ALPHA,
	}, []string{"controller"})

	reconcileSeconds = metrics.NewHistogramVec(&metrics.HistogramOpts{
		Namespace:      MetricsNamespace,
		Name:           "reconcile_duration_seconds",
		Help:           "Time that a reconcile took.",
		Buckets:        metrics.ExponentialBuckets(0.0005, 4, 9),
		StabilityLevel: metrics.ALPHA,
	}, []string{"controller"})
)

// RegisterMetrics makes the metrics of all loops part of the process's registry. Until it is called they count nothing.
func RegisterMetrics() {
	legacyregistry.MustRegister(reconciles, reconcilePanics, reconcileSeconds)
}
