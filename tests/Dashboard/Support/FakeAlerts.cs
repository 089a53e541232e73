using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeAlerts(FakeFleet fleet, TimeProvider time) : Wire.AlertsService.AlertsServiceBase
{
    public override Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext context)
    {
        if (fleet.Empty)
        {
            return Task.FromResult(new ListAlertsResponse());
        }

        var now = time.GetUtcNow();
        return Task.FromResult(new ListAlertsResponse
        {
            Alerts =
            {
                new Alert
                {
                    Id = "alert-ecc", Name = "GpuEccUncorrectable", Severity = Severity.Critical, Firing = true, ConditionId = "cond-ecc", HostName = "gpu-yul1-03", GpuUuid = FakeInventory.Uuid("yul1", 3, 3),
                    Summary = FakeTroubles.EccSentence, StartedAt = now.AddMinutes(-4).ToTimestamp(),
                    Deliveries = { Sent("alertmanager", now.AddMinutes(-4)), new Delivery { Channel = "webhook", State = DeliveryState.Retrying, At = now.AddMinutes(-1).ToTimestamp(), Error = "connection refused", Attempts = 4 } },
                },
                new Alert
                {
                    Id = "alert-xid", Name = "GpuXidFatal", Severity = Severity.Critical, Firing = true, ConditionId = "cond-xid", HostName = "gpu-yul1-04", GpuUuid = FakeInventory.Uuid("yul1", 4, 6),
                    Summary = "GPU 6 has fallen off the bus (XID 79).", StartedAt = now.AddMinutes(-22).ToTimestamp(), Deliveries = { Sent("alertmanager", now.AddMinutes(-22)) },
                },
                new Alert
                {
                    Id = "alert-pool", Name = "PoolBelowSpare", Severity = Severity.Warning, Firing = true, PoolId = "llm-ca",
                    Summary = "Pool llm-ca has 6 hosts available, and 6 required + 1 spare = 7 are to be there", StartedAt = now.AddMinutes(-3).ToTimestamp(), Deliveries = { Sent("alertmanager", now.AddMinutes(-3)) },
                },
                new Alert
                {
                    Id = "alert-old", Name = "GpuThermal", Severity = Severity.Warning, HostName = "gpu-fra2-01", Summary = "GPU 2 was at its slowdown temperature for 3 min.",
                    StartedAt = now.AddHours(-7).ToTimestamp(), EndedAt = now.AddHours(-6).ToTimestamp(), Deliveries = { Sent("alertmanager", now.AddHours(-7)) },
                },
            },
        });
    }

    private static Delivery Sent(string channel, DateTimeOffset at) => new() { Channel = channel, State = DeliveryState.Delivered, At = at.ToTimestamp(), Attempts = 1 };
}
