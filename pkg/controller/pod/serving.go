// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// PortName is that of the port that a Service finds by name: while a changed port is rolled out, old and new pods each get their
// requests at their own.
const PortName = "http"

// drainSeconds is how long a pod that has to go serves on. Meanwhile nodes learn to send it no further requests.
const drainSeconds = 5

// GracePeriod is how long a pod may take to end, in seconds: ToolHive's programs wait up to 30 seconds for open streams to end.
const GracePeriod = drainSeconds + 30 + 5

// Drain makes a container that has to go serve on for a moment.
func Drain() *corev1.Lifecycle {
	return &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: drainSeconds}}}
}

// Probe asks a program for a path at its port. Times are in seconds.
func Probe(path string, initialDelay, period, timeout, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: path, Port: intstr.FromString(PortName), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: initialDelay,
		PeriodSeconds:       period,
		TimeoutSeconds:      timeout,
		FailureThreshold:    failures,
	}
}
