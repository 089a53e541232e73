using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Inference;

/// <summary>Section Inference: the inference servers of this Host.</summary>
internal sealed class InferenceOptions
{
    public IReadOnlyList<InferenceTarget> Targets { get; init; } = [];

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <param name="settings">Inference:0:Name, Inference:0:Kind (vllm), Inference:0:Endpoint, ...</param>
    public static InferenceOptions Read(IConfiguration settings)
    {
        var targets = new List<InferenceTarget>();
        var faults = new List<string>();
        foreach (var section in settings.GetSection("Inference").GetChildren())
        {
            var kind = section["Kind"] is { Length: > 0 } given ? given : VllmProbe.Kind;
            if (kind != VllmProbe.Kind)
            {
                faults.Add($"{section.Path}:Kind is {kind}: it must be {VllmProbe.Kind}");
            }
            else if (!Uri.TryCreate(section["Endpoint"], UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            {
                faults.Add($"{section.Path}:Endpoint is {section["Endpoint"]}: it must be an address such as http://127.0.0.1:8000");
            }
            else
            {
                targets.Add(new(section["Name"] is { Length: > 0 } name ? name : endpoint.Authority, kind, endpoint));
            }
        }

        return new InferenceOptions { Targets = targets, Faults = faults };
    }
}

/// <summary>One inference server; Endpoint is its base address or that of its metrics.</summary>
internal sealed record InferenceTarget(string Name, string Kind, Uri Endpoint);
