using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>What is known of a Host's BMC, as the API shows it: the newer of its own agent's word and its gateway's, and whose it is.</summary>
internal static class BmcMapper
{
    /// <summary>A gateway asks beside the Host's own agent: while that one reads it, it is the one that is shown.</summary>
    private static readonly TimeSpan OwnIsCurrent = TimeSpan.FromMinutes(1);

    /// <param name="gateway">Null: no gateway ever told of it.</param>
    public static void Put(Wire.HostDetail detail, Fleet.Liveness.HostHeartbeat? heartbeat, GatewayBmc? gateway, Fleet.Host host, IReadOnlyList<Fleet.Host> hosts)
    {
        var gatewayName = hosts.FirstOrDefault(other => other.Id == gateway?.GatewayId)?.Name ?? "";
        if (gateway is not null && host.BmcGatewayId is not null)
        {
            detail.Gateway = new Wire.GatewayView
            {
                HostName = gatewayName,
                AskedAt = gateway.AskedAt.ToTimestamp(),
                Failure = gateway.Failure,
                FailingSince = gateway.FailingSince?.ToTimestamp(),
            };
        }

        if (gateway?.Reading is not null && !(heartbeat?.BmcAt >= gateway.ReadAt - OwnIsCurrent))
        {
            Put(detail, BmcReading.Parser.ParseFrom(gateway.Reading), gatewayName, byGateway: true, gateway.ReadAt);
        }
        else if (heartbeat?.Bmc is not null)
        {
            Put(detail, Frame.Parser.ParseFrom(heartbeat.Bmc).Bmc, detail.Host.Name, byGateway: false, heartbeat.BmcAt);
        }
    }

    private static void Put(Wire.HostDetail detail, BmcReading reading, string by, bool byGateway, DateTimeOffset? readAt)
    {
        detail.Bmc.AddRange(reading.Sensors.Select(Map));
        detail.BmcAt = readAt?.ToTimestamp();
        detail.BmcSource = new Wire.BmcSource { HostName = by, ByGateway = byGateway, ReadAt = detail.BmcAt, Chassis = { reading.Chassis } };
        if (reading.HasPowerOn)
        {
            detail.BmcSource.PowerOn = reading.PowerOn;
        }

        if (reading.HasPowerW)
        {
            detail.BmcSource.PowerW = reading.PowerW;
        }
    }

    private static Wire.BmcSensorView Map(BmcSensor sensor)
    {
        var view = new Wire.BmcSensorView { Name = sensor.Name, Unit = sensor.Unit, Status = sensor.Status, States = string.Join(", ", sensor.States) };
        if (sensor.HasValue)
        {
            view.Value = sensor.Value;
        }

        return view;
    }
}
