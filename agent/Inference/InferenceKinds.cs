using SovereignFleet.Agent.Inference.Metrics;

namespace SovereignFleet.Agent.Inference;

/// <summary>What the inference servers call what they have to do: the one table, which the settings may override for a server.</summary>
internal static class InferenceKinds
{
    public static IReadOnlyList<InferenceKind> All { get; } =
    [
        // Swapped is a state of vLLM's older engine: begun, and put aside for want of memory.
        Kind(
            "vllm", 8000,
            inFlight: "vllm:num_requests_running + vllm:num_requests_swapped?",
            queued: "vllm:num_requests_waiting",
            tokens: "vllm:generation_tokens_total",
            progress: "vllm:generation_tokens_total?"),

        // The queues on the way from prefill to decode exist where the two are apart; requests are paused while weights are synchronised. Its
        // tokens are counted when a request ends; the pauses between two tokens, and the newer counter, while it runs.
        Kind(
            "sglang", 30000,
            inFlight: "sglang:num_running_reqs + sglang:num_prefill_inflight_queue_reqs? + sglang:num_decode_transfer_queue_reqs?"
                + " + sglang:num_paused_reqs?",
            queued: "sglang:num_queue_reqs + sglang:num_grammar_queue_reqs? + sglang:num_prefill_prealloc_queue_reqs?"
                + " + sglang:num_prefill_bootstrap_queue_reqs? + sglang:num_decode_prealloc_queue_reqs?",
            tokens: "sglang:generation_tokens_total",
            progress: "sglang:inter_token_latency_seconds_count? + sglang:realtime_tokens_total{mode=\"decode\"}?"),
        Kind(
            "tgi", 3000,
            inFlight: "tgi_batch_current_size", queued: "tgi_queue_size", tokens: "tgi_request_generated_tokens_sum",
            progress: "tgi_batch_inference_success?"),
        Kind(
            "llamacpp", 8080,
            inFlight: "llamacpp:requests_processing", queued: "llamacpp:requests_deferred", tokens: "llamacpp:tokens_predicted_total",
            progress: "llamacpp:n_decode_total?"),

        // Triton itself counts what waits and what is done, not what runs. Its TensorRT-LLM backend does; without it what runs is unknown.
        Kind(
            "triton", 8002,
            inFlight: "nv_trt_llm_request_metrics{request_type=\"active\"}", queued: "nv_inference_pending_request_count", tokens: null,
            progress: "nv_trt_llm_general_metrics{general_type=\"iteration_counter\"}?"),
    ];

    public static string Names => string.Join(", ", All.Select(kind => kind.Name));

    public static InferenceKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    private static InferenceKind Kind(string name, int port, string inFlight, string queued, string? tokens, string progress) => new(
        name, port, MetricExpression.Parse(inFlight)!, MetricExpression.Parse(queued)!, tokens is null ? null : MetricExpression.Parse(tokens),
        MetricExpression.Parse(progress));
}

/// <param name="Port">Where it listens unless told otherwise; its metrics are at /metrics there.</param>
/// <param name="Tokens">The counter of the tokens that it generated; null where it has none.</param>
/// <param name="Progress">What grows with each step of the work, not only when a request ends; null where nothing does.</param>
internal sealed record InferenceKind(
    string Name, int Port, MetricExpression InFlight, MetricExpression Queued, MetricExpression? Tokens, MetricExpression? Progress);
