using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>What a BMC gateway's agent tells of another Host.</summary>
internal static class GatewayWords
{
    /// <summary>The BMC was read.</summary>
    public static ConnectRequest Read(ulong sequence, string host, bool powerOn = true, params BmcSensor[] sensors) => Word(sequence, new GatewayReading
    {
        Host = host,
        Bmc = new BmcReading { PowerOn = powerOn, Sensors = { sensors.Length > 0 ? sensors : [new BmcSensor { Name = "CPU1 Temp", Value = 42, Status = "ok" }] } },
        Status = new SensorStatus { Name = "bmc", Outcome = SensorStatus.Types.Outcome.Ok },
    });

    public static ConnectRequest NoAnswer(ulong sequence, string host) => Word(sequence, new GatewayReading
    {
        Host = host,
        Status = new SensorStatus { Name = "bmc", Outcome = SensorStatus.Types.Outcome.Failed, Reason = "Unable to establish IPMI v2 / RMCP+ session" },
    });

    private static ConnectRequest Word(ulong sequence, GatewayReading reading) => new()
    {
        SpoolId = LinkScene.Spool,
        Sequence = sequence,
        Frame = new Frame { At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), Gateway = { reading } },
    };
}
