using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>Service Conditions of the API.</summary>
internal sealed class ConditionsService(IDbContextFactory<FleetDb> contexts, Acknowledgements acknowledgements) : Wire.ConditionsService.ConditionsServiceBase
{
    private const string List = "conditions";
    private const int Usual = 200;
    private const int Most = 1000;

    public override async Task<Wire.ListConditionsResponse> ListConditions(Wire.ListConditionsRequest request, ServerCallContext context)
    {
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var scope = context.GetScope();
        var conditions = db.Conditions.AsNoTracking();
        if (!scope.IsAll)
        {
            conditions = conditions.Where(condition => db.HostsEver.Any(host => host.Id == condition.HostId && host.SiteId == scope.SiteId));
        }

        if (!request.IncludeResolved)
        {
            conditions = conditions.Where(condition => condition.State != ConditionState.Resolved);
        }

        if (request.HostName.Length > 0)
        {
            conditions = conditions.Where(condition => db.HostsEver.Any(host => host.Id == condition.HostId && host.Name == request.HostName));
        }

        if (PageToken.Read<Guid>(List, request.PageToken) is { } last)
        {
            conditions = conditions.Where(condition => EF.Functions.LessThan(ValueTuple.Create(condition.Since, condition.Id), ValueTuple.Create(last.At, last.Id)));
        }

        var size = Page<Wire.Condition>.Size(request.PageSize, Usual, Most);
        var newest = conditions.OrderByDescending(condition => condition.Since).ThenByDescending(condition => condition.Id).Take(size + 1);
        var page = Page<Wire.Condition>.Cut(
            await MapAsync(db, newest, context.CancellationToken), size, condition => PageToken.Of(List, condition.Since.ToDateTimeOffset(), condition.Id));
        return new Wire.ListConditionsResponse { Conditions = { page.Rows }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.AcknowledgeConditionResponse> AcknowledgeCondition(Wire.AcknowledgeConditionRequest request, ServerCallContext context)
    {
        if (!Guid.TryParse(request.Id, CultureInfo.InvariantCulture, out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"id \"{request.Id}\" is no UUID."));
        }

        var (caller, scope) = (context.GetCaller(), context.GetScope());
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        if (!scope.IsAll && !await db.Conditions.AnyAsync(
            row => row.Id == id && db.Hosts.Any(host => host.Id == row.HostId && host.SiteId == scope.SiteId), context.CancellationToken))
        {
            throw Missing();
        }

        var reply = request.Undo
            ? await acknowledgements.UndoAsync(id, caller, context.CancellationToken)
            : await acknowledgements.AcknowledgeAsync(id, request.Note, caller, context.CancellationToken);
        switch (reply)
        {
            case AcknowledgementReply.Done:
                break;
            case AcknowledgementReply.NotFound:
                throw Missing();
            case AcknowledgementReply.Refused refused:
                throw new RpcException(new Status(StatusCode.InvalidArgument, refused.Why));
            default:
                throw new InvalidOperationException($"{reply} is no reply to a person's word.");
        }

        var told = await MapAsync(db, db.Conditions.AsNoTracking().Where(row => row.Id == id), context.CancellationToken);
        return new Wire.AcknowledgeConditionResponse { Condition = told.Single() };
    }

    private static RpcException Missing() => new(new Status(StatusCode.NotFound, "There is no such Condition."));

    /// <summary>With where each Host stands and which of its GPUs is meant.</summary>
    internal static async Task<List<Wire.Condition>> MapAsync(FleetDb db, IQueryable<Condition> conditions, CancellationToken cancellationToken)
    {
        var rows = await (
            from condition in conditions
            join host in db.HostsEver.AsNoTracking() on condition.HostId equals host.Id
            join gpu in db.Gpus.AsNoTracking() on new { condition.HostId, Uuid = condition.GpuUuid ?? "" } equals new { gpu.HostId, gpu.Uuid } into gpus
            from gpu in gpus.DefaultIfEmpty()
            orderby condition.Since descending, condition.Id descending
            select new { condition, host, Index = gpu == null ? (int?)null : gpu.Index }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => ConditionMapper.Map(row.condition, row.host, row.Index))];
    }
}
