namespace SovereignFleet.Agent.Uplink;

/// <summary>The GPUs that the control plane expects to fail, as it last said. The agent passes it on and does nothing by it.</summary>
internal sealed class Predictions
{
    private volatile HashSet<string> gpus = [];

    public bool Contains(string gpuUuid) => gpus.Contains(gpuUuid);

    public void Set(IEnumerable<string> gpuUuids) => gpus = new HashSet<string>(gpuUuids, StringComparer.Ordinal);
}
