// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// EmbeddingProvider is a protocol of embedding services.
// +kubebuilder:validation:Enum=tei;openai
type EmbeddingProvider string

const (
	// EmbeddingProviderTEI is the protocol of Hugging Face's Text Embeddings Inference.
	EmbeddingProviderTEI EmbeddingProvider = "tei"
	// EmbeddingProviderOpenAI is the embeddings endpoint of OpenAI and of those who offer the same.
	EmbeddingProviderOpenAI EmbeddingProvider = "openai"
)

// EmbeddingHeaderValue is the value of a header, without control characters.
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=8192
// +kubebuilder:validation:Pattern=`^[^\x00-\x08\x0A-\x1F\x7F]*$`
type EmbeddingHeaderValue string

// OptimizerConfig shows clients two tools alone, find_tool and call_tool, in place of all others. find_tool searches the
// descriptions of the others by meaning, for which it needs an embedding service, and by words.
//
// +kubebuilder:validation:XValidation:rule=`!has(self.embeddingHeaders) || (has(self.embeddingProvider) && self.embeddingProvider == 'openai')`,message=`remove embeddingHeaders, or set embeddingProvider to openai`
// +kubebuilder:validation:XValidation:rule=`!has(self.embeddingHeaders) || self.embeddingHeaders.all(name, name.matches('^[!#$%&\\x27*+.^_\\x60|~0-9A-Za-z-]+$') && !(name.lowerAscii() in ['authorization', 'content-type']))`,message=`use names of HTTP headers as the keys of embeddingHeaders, and neither Authorization nor Content-Type`
type OptimizerConfig struct {
	// embeddingService is the base URL of the embedding service. spec.embeddingServerRef wins over it; one of the two is
	// needed.
	// +optional
	EmbeddingService string `json:"embeddingService,omitempty"`

	// embeddingServiceTimeout is the longest time that the embedding service may take. Default: 30s.
	// +optional
	// +kubebuilder:default="30s"
	EmbeddingServiceTimeout Duration `json:"embeddingServiceTimeout,omitempty"`

	// embeddingProvider is the protocol of the embedding service: tei (the default), for Text Embeddings Inference, or
	// openai, with an API key from the environment variable OPENAI_API_KEY of the pod. openai does not go together with
	// spec.embeddingServerRef.
	// +optional
	// +kubebuilder:default=tei
	EmbeddingProvider EmbeddingProvider `json:"embeddingProvider,omitempty"`

	// embeddingModel is the model to ask for. Required with openai; tei ignores it.
	// +optional
	EmbeddingModel string `json:"embeddingModel,omitempty"`

	// embeddingHeaders are sent to the embedding service. Only with openai. Whoever can read this object can read the values.
	// +optional
	// +kubebuilder:validation:MaxProperties=32
	EmbeddingHeaders map[string]EmbeddingHeaderValue `json:"embeddingHeaders,omitempty"`

	// maxToolsToReturn is the most tools that a search finds. Default: 8.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=50
	MaxToolsToReturn int64 `json:"maxToolsToReturn,omitempty"`

	// hybridSearchSemanticRatio is the weight of meaning against words in a search, from 0 (words alone) to 1 (meaning
	// alone), as a string. Default: 0.5.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]*[.])?[0-9]+$`
	HybridSearchSemanticRatio string `json:"hybridSearchSemanticRatio,omitempty"`

	// semanticDistanceThreshold is how far a tool may be from the meaning that is searched, from 0 (the same) to 2 (nothing
	// in common), as a string. Default: 1.0.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]*[.])?[0-9]+$`
	SemanticDistanceThreshold string `json:"semanticDistanceThreshold,omitempty"`
}

// CodeModeConfig adds a tool, execute_tool_script, that runs a script in Starlark. The script calls other tools, those
// alone that the client may call itself.
type CodeModeConfig struct {
	// enabled adds the tool. Default: false.
	// +optional
	Enabled bool `json:"enabled,omitempty"`

	// stepLimit is the most steps that a script may take. Default: 100000.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:default=100000
	StepLimit int64 `json:"stepLimit,omitempty"`

	// parallelMaxConcurrency is the most calls that a script may make at the same time. Default: 10.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:default=10
	ParallelMaxConcurrency int64 `json:"parallelMaxConcurrency,omitempty"`

	// toolCallTimeout is the longest time that a call may take. Default: 30s.
	// +optional
	// +kubebuilder:default="30s"
	ToolCallTimeout Duration `json:"toolCallTimeout,omitempty"`
}
