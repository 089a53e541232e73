namespace SovereignFleet.Tests.Agent.Inference;

/// <summary>What each kind of inference server answers at /metrics, with the names and labels of its documentation.</summary>
internal static class MetricsPages
{
    public const string Vllm = """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="a b{c} \"d\""} 3.0
        vllm:num_requests_running{engine="1",model_name="meta/llama"} 4
        # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
        # TYPE vllm:num_requests_waiting gauge
        vllm:num_requests_waiting{engine="0",model_name="meta/llama"} 2.0 1395066363000
        vllm:num_requests_waiting_by_reason{engine="0",model_name="meta/llama",reason="capacity"} 99.0
        # TYPE vllm:kv_cache_usage_perc gauge
        vllm:kv_cache_usage_perc{engine="0",model_name="meta/llama"} 0.42
        # TYPE vllm:generation_tokens_total counter
        vllm:generation_tokens_total{engine="0",model_name="meta/llama"} 7.557572e+06
        vllm:generation_tokens_created{engine="0",model_name="meta/llama"} 1.7e+09
        # TYPE vllm:time_to_first_token_seconds histogram
        vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf",model_name="meta/llama"} 12.0

        """;

    /// <summary>Two data-parallel ranks of two tensor-parallel ranks each, with priorities.</summary>
    public const string Sglang = """
        # HELP sglang:num_running_reqs The number of running requests.
        # TYPE sglang:num_running_reqs gauge
        sglang:num_running_reqs{dp_rank="0",engine_type="unified",model_name="m",pp_rank="0",priority="",tp_rank="0"} 4.0
        sglang:num_running_reqs{dp_rank="0",engine_type="unified",model_name="m",pp_rank="0",priority="",tp_rank="1"} 4.0
        sglang:num_running_reqs{dp_rank="0",engine_type="unified",model_name="m",pp_rank="0",priority="7",tp_rank="0"} 4.0
        sglang:num_running_reqs{dp_rank="1",engine_type="unified",model_name="m",pp_rank="0",priority="",tp_rank="2"} 1.0
        # TYPE sglang:num_queue_reqs gauge
        sglang:num_queue_reqs{engine_type="unified",model_name="m",pp_rank="0",tp_rank="0"} 3.0
        # TYPE sglang:num_grammar_queue_reqs gauge
        sglang:num_grammar_queue_reqs{engine_type="unified",model_name="m",pp_rank="0",tp_rank="0"} 2.0
        sglang:num_decode_prealloc_queue_reqs{engine_type="unified",model_name="m"} 0.0
        sglang:num_decode_transfer_queue_reqs{engine_type="unified",model_name="m"} 0.0
        # TYPE sglang:generation_tokens_total counter
        sglang:generation_tokens_total{model_name="m"} 4400.0

        """;

    public const string Tgi = """
        # TYPE tgi_request_generated_tokens histogram
        tgi_request_generated_tokens_bucket{le="1"} 0
        tgi_request_generated_tokens_bucket{le="+Inf"} 44
        tgi_request_generated_tokens_sum 8123
        tgi_request_generated_tokens_count 44
        # TYPE tgi_batch_current_size gauge
        tgi_batch_current_size 4
        tgi_batch_current_max_tokens 2048
        # TYPE tgi_queue_size gauge
        tgi_queue_size 7

        """;

    public const string LlamaCpp = """
        # HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
        # TYPE llamacpp:prompt_tokens_total counter
        llamacpp:prompt_tokens_total 900
        # HELP llamacpp:tokens_predicted_total Number of generation tokens processed.
        # TYPE llamacpp:tokens_predicted_total counter
        llamacpp:tokens_predicted_total 1250
        # HELP llamacpp:requests_processing Number of requests processing.
        # TYPE llamacpp:requests_processing gauge
        llamacpp:requests_processing 2
        # HELP llamacpp:requests_deferred Number of requests deferred.
        # TYPE llamacpp:requests_deferred gauge
        llamacpp:requests_deferred 1

        """;

    public const string Triton = """
        # HELP nv_inference_request_success Number of successful inference requests, all batch sizes
        # TYPE nv_inference_request_success counter
        nv_inference_request_success{model="resnet50",version="1"} 4
        # HELP nv_inference_pending_request_count Instantaneous number of pending requests awaiting execution per-model.
        # TYPE nv_inference_pending_request_count gauge
        nv_inference_pending_request_count{model="resnet50",version="1"} 5
        nv_inference_pending_request_count{model="bert",version="2"} 1
        # TYPE nv_gpu_utilization gauge
        nv_gpu_utilization{gpu_uuid="GPU-1"} 0.78

        """;

    public const string TritonTensorRt = Triton + """
        # HELP nv_trt_llm_request_metrics TRT LLM request metrics
        # TYPE nv_trt_llm_request_metrics gauge
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="waiting",version="1"} 3
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="context",version="1"} 1
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="max",version="1"} 512
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="active",version="1"} 7

        """;

    /// <summary>SGLang, two data-parallel ranks, while its weights are synchronised.</summary>
    public const string SglangPaused = """
        # TYPE sglang:num_running_reqs gauge
        sglang:num_running_reqs{dp_rank="0",engine_type="unified",model_name="m",pid="910",pp_rank="0",tp_rank="0"} 0.0
        sglang:num_running_reqs{dp_rank="1",engine_type="unified",model_name="m",pid="911",pp_rank="0",tp_rank="1"} 0.0
        # TYPE sglang:num_queue_reqs gauge
        sglang:num_queue_reqs{dp_rank="0",engine_type="unified",model_name="m",pid="910",pp_rank="0",tp_rank="0"} 0.0
        sglang:num_queue_reqs{dp_rank="1",engine_type="unified",model_name="m",pid="911",pp_rank="0",tp_rank="1"} 0.0
        # HELP sglang:num_paused_reqs The number of paused requests by async weight sync.
        # TYPE sglang:num_paused_reqs gauge
        sglang:num_paused_reqs{dp_rank="0",engine_type="unified",model_name="m",pid="910",pp_rank="0",tp_rank="0"} 3.0
        sglang:num_paused_reqs{dp_rank="1",engine_type="unified",model_name="m",pid="911",pp_rank="0",tp_rank="1"} 0.0

        """;
}
