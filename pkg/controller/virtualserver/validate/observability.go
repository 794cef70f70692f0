// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// checkTelemetry looks at the shared configuration, or at what stands in spec.config.
func checkTelemetry(in selection.Input) []Problem {
	problems := shared(in, ConditionTelemetryConfigRef, validate.Telemetry)
	for i := range problems {
		if problems[i].Reason == v1alpha1.ReasonTelemetryConfigNotFound {
			problems[i].Reason = ReasonTelemetryConfigNotFound
		}
	}
	f := findings{condition: ConditionValid, reason: v1alpha1.ReasonTelemetryConfigInvalid, problems: problems}
	if telemetry := config(in).Telemetry; telemetry != nil {
		f.telemetry(in, telemetry)
	}
	return f.problems
}

func (f *findings) telemetry(in selection.Input, telemetry *v1beta1.VMCPTelemetryConfig) {
	sends := telemetry.TracingEnabled || telemetry.MetricsEnabled
	switch {
	case telemetry.Endpoint == "" && sends:
		f.because(v1alpha1.ReasonSettingWithoutEffect, "spec.config.telemetry sends traces or metrics to nowhere: give an endpoint")
	case telemetry.Endpoint != "" && !sends:
		f.add("spec.config.telemetry has an endpoint and nothing to send to it: set tracingEnabled or metricsEnabled")
	}
	if fault := validate.CollectorFault(telemetry.Endpoint); telemetry.Endpoint != "" && fault != "" {
		f.add("spec.config.telemetry has an endpoint that %s", fault)
	}
	f.number("spec.config.telemetry.samplingRate", telemetry.SamplingRate, 1)
	switch file := telemetry.CACertPath; {
	case file == "":
	case telemetry.Insecure:
		f.add("spec.config.telemetry has a caCertPath, and insecure, which makes no use of it: remove one of them")
	case !mounts(in, file):
		f.add("spec.config.telemetry.caCertPath is %q, where nothing is mounted: mount the certificates there by spec.podTemplateSpec, or refer to an "+
			"MCPTelemetryConfig in spec.telemetryConfigRef", file)
	}
}

// checkAudit finds a log file that vMCP could not write, and would not start without.
func checkAudit(in selection.Input) []Problem {
	f := findings{condition: ConditionValid, reason: ReasonConfigInvalid}
	if audit := config(in).Audit; audit != nil && audit.LogFile != "" && !mounts(in, audit.LogFile) {
		f.add("spec.config.audit.logFile is %q, where nothing can be written: mount a volume there by spec.podTemplateSpec, or remove it to have the log on standard output",
			audit.LogFile)
	}
	return f.problems
}

// mounts says whether the user's pod template mounts a volume where a file is. Of the operator's own volumes none is for users.
func mounts(in selection.Input, file string) bool {
	raw := in.Server.Spec.PodTemplateSpec
	if raw == nil {
		return false
	}
	template, err := pod.Decode(raw.Raw)
	if err != nil {
		return false // What is wrong with it is found elsewhere.
	}
	return slices.ContainsFunc(template.Spec.Containers, func(container corev1.Container) bool {
		return container.Name == render.ContainerName && slices.ContainsFunc(container.VolumeMounts, func(mount corev1.VolumeMount) bool {
			return strings.HasPrefix(path.Clean(file)+"/", strings.TrimSuffix(path.Clean(mount.MountPath), "/")+"/")
		})
	})
}
