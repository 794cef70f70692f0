// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// setDefault sets what is not set.
func setDefault[T comparable](field *T, value T) {
	var unset T
	if *field == unset {
		*field = value
	}
}

// setDeploymentDefaults sets the defaults of Kubernetes that show in the recordings.
func setDeploymentDefaults(spec *appsv1.DeploymentSpec) {
	quarter := intstr.FromString("25%")
	setDefault(&spec.Replicas, new(int32(1)))
	setDefault(&spec.RevisionHistoryLimit, new(int32(10)))
	setDefault(&spec.ProgressDeadlineSeconds, new(int32(600)))
	setDefault(&spec.Strategy, appsv1.DeploymentStrategy{
		Type: appsv1.RollingUpdateDeploymentStrategyType, RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: &quarter, MaxSurge: &quarter},
	})
	setPodDefaults(&spec.Template.Spec)
}

func setPodDefaults(spec *corev1.PodSpec) {
	setDefault(&spec.RestartPolicy, corev1.RestartPolicyAlways)
	setDefault(&spec.DNSPolicy, corev1.DNSClusterFirst)
	setDefault(&spec.SchedulerName, corev1.DefaultSchedulerName)
	setDefault(&spec.TerminationGracePeriodSeconds, new(int64(corev1.DefaultTerminationGracePeriodSeconds)))
	setDefault(&spec.DeprecatedServiceAccount, spec.ServiceAccountName)
	for i := range spec.Containers {
		setContainerDefaults(&spec.Containers[i])
	}
	for i := range spec.Volumes {
		source := &spec.Volumes[i].VolumeSource
		switch {
		case source.ConfigMap != nil:
			setDefault(&source.ConfigMap.DefaultMode, new(corev1.ConfigMapVolumeSourceDefaultMode))
		case source.Secret != nil:
			setDefault(&source.Secret.DefaultMode, new(corev1.SecretVolumeSourceDefaultMode))
		case source.Projected != nil:
			setDefault(&source.Projected.DefaultMode, new(corev1.ProjectedVolumeSourceDefaultMode))
		}
	}
}

func setContainerDefaults(container *corev1.Container) {
	setDefault(&container.TerminationMessagePath, corev1.TerminationMessagePathDefault)
	setDefault(&container.TerminationMessagePolicy, corev1.TerminationMessageReadFile)
	setDefault(&container.ImagePullPolicy, corev1.PullIfNotPresent)
	for _, probe := range []*corev1.Probe{container.StartupProbe, container.LivenessProbe, container.ReadinessProbe} {
		if probe != nil {
			setDefault(&probe.SuccessThreshold, 1)
		}
	}
}

func setServiceDefaults(spec *corev1.ServiceSpec) {
	setDefault(&spec.InternalTrafficPolicy, new(corev1.ServiceInternalTrafficPolicyCluster))
	setDefault(&spec.IPFamilyPolicy, new(corev1.IPFamilyPolicySingleStack))
	if spec.SessionAffinity == corev1.ServiceAffinityClientIP {
		setDefault(&spec.SessionAffinityConfig, &corev1.SessionAffinityConfig{ClientIP: &corev1.ClientIPConfig{
			TimeoutSeconds: new(corev1.DefaultClientIPServiceAffinitySeconds),
		}})
	}
	if len(spec.IPFamilies) == 0 {
		spec.IPFamilies = []corev1.IPFamily{corev1.IPv4Protocol}
	}
}

// setFileModes gives each file of a volume its mode. It is the same whether that stands there or is the volume's default.
func setFileModes(volumes []corev1.Volume) {
	for _, volume := range volumes {
		if secret := volume.Secret; secret != nil && len(secret.Items) > 0 {
			for i := range secret.Items {
				setDefault(&secret.Items[i].Mode, secret.DefaultMode)
			}
			secret.DefaultMode = nil
		}
	}
}
