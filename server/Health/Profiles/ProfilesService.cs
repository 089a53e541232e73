using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Health.Profiles;

/// <summary>Service Profiles of the API.</summary>
internal sealed class ProfilesService(IDbContextFactory<FleetDb> contexts, ProfileChanges changes) : Wire.ProfilesService.ProfilesServiceBase
{
    public override async Task<Wire.ConfirmProfileResponse> ConfirmProfile(Wire.ConfirmProfileRequest request, ServerCallContext context)
    {
        var hostId = await FindAsync(request.HostName, context);
        Check(await changes.ConfirmAsync(hostId, request.Reason, context.GetCaller(), context.CancellationToken));
        return new Wire.ConfirmProfileResponse { Profile = await ReadAsync(hostId, context.CancellationToken) };
    }

    public override async Task<Wire.ChangeProfileResponse> ChangeProfile(Wire.ChangeProfileRequest request, ServerCallContext context)
    {
        var hostId = await FindAsync(request.HostName, context);
        var wanted = request.Expected is { } said ? ProfileMapper.Read(said) : null;
        Check(await changes.ChangeAsync(hostId, wanted, request.Reason, context.GetCaller(), context.CancellationToken));
        return new Wire.ChangeProfileResponse { Profile = await ReadAsync(hostId, context.CancellationToken) };
    }

    private async Task<Guid> FindAsync(string name, ServerCallContext context)
    {
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var host = await db.Hosts.AsNoTracking().Where(row => row.Name == name).Select(row => new { row.Id, row.SiteId }).SingleOrDefaultAsync(context.CancellationToken);
        return host is not null && context.GetScope().Includes(host.SiteId) ? host.Id : throw new RpcException(new Status(StatusCode.NotFound, $"There is no Host \"{name}\"."));
    }

    private async Task<Wire.ProfileView> ReadAsync(Guid hostId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var host = await db.Hosts.AsNoTracking().SingleAsync(row => row.Id == hostId, cancellationToken);
        return await ReadAsync(db, host, cancellationToken);
    }

    /// <summary>What is expected of a Host beside what it shows.</summary>
    internal static async Task<Wire.ProfileView> ReadAsync(FleetDb db, Fleet.Host host, CancellationToken cancellationToken) => ProfileMapper.View(
        await db.ExpectedProfiles.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken),
        (await ShownGpus.ReadAsync(db, host, cancellationToken)).Found);

    private static void Check(ProfileReply reply)
    {
        switch (reply)
        {
            case ProfileReply.Done:
                return;
            case ProfileReply.Unfit unfit:
                throw new RpcException(new Status(StatusCode.InvalidArgument, unfit.Why));
            case ProfileReply.NotNow notNow:
                throw new RpcException(new Status(StatusCode.FailedPrecondition, notNow.Why));
            default:
                throw new InvalidOperationException($"{reply} is no reply to a person's word.");
        }
    }
}
