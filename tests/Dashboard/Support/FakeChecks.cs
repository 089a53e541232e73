using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>One balancer that lacks a server, one channel that takes its alert, and a provider that takes its ticket.</summary>
internal sealed class FakeChecks(FakeFleet fleet) : ChecksService.ChecksServiceBase
{
    public override Task<CheckInventoryResponse> CheckInventory(CheckInventoryRequest request, ServerCallContext context) => Task.FromResult(new CheckInventoryResponse
    {
        Results = { new CheckResult { Subject = "pool llm-ca, host gpu-yul1-01", Sentence = "unix:/run/haproxy/admin.sock: has no server llm/s1" } },
    });

    public override Task<SendTestAlertResponse> SendTestAlert(SendTestAlertRequest request, ServerCallContext context) => Task.FromResult(new SendTestAlertResponse
    {
        Results = { new CheckResult { Subject = "alertmanager 127.0.0.1:9093", Passed = true, Sentence = "took the test alert" } },
    });

    public override Task<SendTestTicketResponse> SendTestTicket(SendTestTicketRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        fleet.Calls.Add($"TestTicket {request.SiteId}");
        return new SendTestTicketResponse { Result = new CheckResult { Subject = $"site {request.SiteId}", Passed = true, Sentence = "the test ticket is out by email" } };
    }));
}
