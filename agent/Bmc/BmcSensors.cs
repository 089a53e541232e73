using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Bmc;

/// <summary>This Host's own BMC in each Frame in which it is due.</summary>
internal sealed class BmcSensors(ReachedBmcs bmcs) : ISensor
{
    public string Name => "bmc";

    public TimeSpan Period => bmcs.Own.Tool.Options.Period;

    public TimeSpan TimeOut => bmcs.Own.Reader.TimeOut;

    public string? UnsupportedReason() => bmcs.Own.WhyUnsupported();

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken) =>
        frame.SetBmc(await bmcs.Own.Reader.ReadAsync(cancellationToken));
}
