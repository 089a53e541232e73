using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Gateway;

/// <summary>The BMC of another Host, as its gateway reads it. That it does not answer is a fact about that Host and not a fault of this
/// agent's sensor.</summary>
internal sealed class GatewaySensor(ReachedBmc bmc) : ISensor
{
    public string Name => "gateway:" + bmc.Host;

    public TimeSpan Period => bmc.Tool.Options.Period;

    public TimeSpan TimeOut => bmc.Reader.TimeOut;

    public string? UnsupportedReason() => null;

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        var reading = new GatewayReading { Host = bmc.Host, Status = new SensorStatus { Name = "bmc", Outcome = SensorStatus.Types.Outcome.Ok } };
        try
        {
            reading.Bmc = await bmc.Reader.ReadAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            (reading.Status.Outcome, reading.Status.Reason) = (SensorStatus.Types.Outcome.Failed, fault.Message);
        }

        frame.AddGateway(reading);
    }
}
