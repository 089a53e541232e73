using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeConditions(FakeFleet fleet, FakeSessions sessions, TimeProvider time) : ConditionsService.ConditionsServiceBase
{
    public override Task<ListConditionsResponse> ListConditions(ListConditionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListConditionsResponse { Conditions = { fleet.Conditions } });

    public override Task<AcknowledgeConditionResponse> AcknowledgeCondition(AcknowledgeConditionRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        var condition = fleet.Conditions.First(condition => condition.Id == request.Id);
        condition.AcknowledgedBy = request.Undo ? "" : sessions.Caller(context).Name;
        condition.AcknowledgedAt = request.Undo ? null : time.GetUtcNow().ToTimestamp();
        condition.Note = request.Note;
        fleet.Calls.Add($"Acknowledge {request.Id}");
        return new AcknowledgeConditionResponse { Condition = condition };
    }));
}
