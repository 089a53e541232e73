using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Declaring the fleet, and letting Hosts into it and out of it.</summary>
internal sealed class AdministrationService(
    FleetDb db, Identity.Agents.Enrollment enrollment, Identity.Agents.EnrollmentTokens tokens, InventoryImporter importer)
    : Proto.Fleet.AdministrationService.AdministrationServiceBase
{
    private const string List = "enrollment-tokens";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;
    private const uint UsualMinutes = 60;
    private const uint MostMinutes = 7 * 24 * 60;
    private const int LongestReason = 2000;

    public override async Task<CreateEnrollmentTokenResponse> CreateEnrollmentToken(CreateEnrollmentTokenRequest request, ServerCallContext context)
    {
        if (request.ValidMinutes > MostMinutes)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"valid_minutes is {request.ValidMinutes}; a token is good for {MostMinutes} minutes at most."));
        }

        var host = await FindAsync(request.HostName, context);
        var validFor = TimeSpan.FromMinutes(request.ValidMinutes == 0 ? UsualMinutes : request.ValidMinutes);
        var (token, expiresAt) = await enrollment.CreateTokenAsync(host.Id, host.Name, validFor, context.GetCaller().Actor, context.CancellationToken);
        return new CreateEnrollmentTokenResponse { Token = token, ExpiresAt = expiresAt.ToTimestamp(), HostName = host.Name };
    }

    public override async Task<ListEnrollmentTokensResponse> ListEnrollmentTokens(ListEnrollmentTokensRequest request, ServerCallContext context)
    {
        var size = Page<EnrollmentToken>.Size(request.PageSize, UsualSize, LargestSize);
        var last = PageToken.Read<string>(List, request.PageToken);
        var near = await NearAsync(context);
        var read = await tokens.ListAsync(near, last, size + 1, context.CancellationToken);
        var page = Page<EnrollmentToken>.Cut(read.ConvertAll(Map), size, token => PageToken.Of(List, token.CreatedAt.ToDateTimeOffset(), token.Id));
        return new ListEnrollmentTokensResponse { Tokens = { page.Rows }, NextPageToken = page.NextToken, AuthorityFingerprint = tokens.Fingerprint };
    }

    public override async Task<WithdrawEnrollmentTokenResponse> WithdrawEnrollmentToken(WithdrawEnrollmentTokenRequest request, ServerCallContext context)
    {
        var near = await NearAsync(context);
        return await tokens.WithdrawAsync(near, request.Id, context.GetCaller().Actor, context.CancellationToken) switch
        {
            null => throw new RpcException(new Status(StatusCode.NotFound, $"There is no token {request.Id}.")),
            false => throw new RpcException(new Status(StatusCode.FailedPrecondition, "That token was spent or has ended: revoke the host's certificate instead.")),
            true => new WithdrawEnrollmentTokenResponse(),
        };
    }

    public override async Task<RevokeHostCertificateResponse> RevokeHostCertificate(RevokeHostCertificateRequest request, ServerCallContext context)
    {
        var host = await FindAsync(request.HostName, context);
        await enrollment.RevokeAsync(host.Id, host.Name, context.GetCaller().Actor, context.CancellationToken);
        return new RevokeHostCertificateResponse();
    }

    public override async Task<ApplyInventoryResponse> ApplyInventory(ApplyInventoryRequest request, ServerCallContext context)
    {
        try
        {
            var outcome = await importer.ApplyAsync(request.Json, new Declaration(context.GetCaller().Actor, bringsBack: true, reason: ""), context.CancellationToken);
            return new ApplyInventoryResponse { Changes = { outcome.Changes }, Warnings = { outcome.Warnings } };
        }
        catch (InventoryException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
    }

    public override async Task<RetireHostResponse> RetireHost(RetireHostRequest request, ServerCallContext context)
    {
        if (!context.GetScope().IsAll)
        {
            await FindAsync(request.HostName, context);
        }

        await RetireAsync(new RetiredName("host", "hosts", request.HostName, ""), request.Reason, context);
        return new RetireHostResponse();
    }

    public override async Task<RetirePoolResponse> RetirePool(RetirePoolRequest request, ServerCallContext context)
    {
        await RetireAsync(new RetiredName("pool", "pools", request.PoolId, ""), request.Reason, context);
        return new RetirePoolResponse();
    }

    public override async Task<RetireSiteResponse> RetireSite(RetireSiteRequest request, ServerCallContext context)
    {
        await RetireAsync(new RetiredName("site", "sites", request.SiteId, ""), request.Reason, context);
        return new RetireSiteResponse();
    }

    public override async Task<RetireWindowResponse> RetireWindow(RetireWindowRequest request, ServerCallContext context)
    {
        if (!context.GetScope().Includes(request.SiteId))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no site \"{request.SiteId}\"."));
        }

        await RetireAsync(new RetiredName("window", "windows", request.Name, request.SiteId), request.Reason, context);
        return new RetireWindowResponse();
    }

    private async Task RetireAsync(RetiredName name, string reason, ServerCallContext context)
    {
        if (reason.Length > LongestReason)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"reason: must be at most {LongestReason} characters."));
        }

        try
        {
            var outcome = await importer.RetireAsync(name, new Declaration(context.GetCaller().Actor, bringsBack: false, reason.Trim()), context.CancellationToken);
            if (outcome.Warnings.Count > 0)
            {
                throw new RpcException(new Status(StatusCode.NotFound, string.Join('\n', outcome.Warnings)));
            }
        }
        catch (InventoryException error)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, error.Message));
        }
    }

    /// <summary>The Hosts that the caller may know of; null: all.</summary>
    private async Task<List<Guid>?> NearAsync(ServerCallContext context)
    {
        var scope = context.GetScope();
        return scope.IsAll ? null : await db.Hosts.Where(host => host.SiteId == scope.SiteId).Select(host => host.Id).ToListAsync(context.CancellationToken);
    }

    private static EnrollmentToken Map(Identity.Agents.EnrollmentToken token) => new()
    {
        Id = token.Id,
        HostName = token.HostName,
        CreatedBy = token.CreatedBy,
        CreatedAt = token.CreatedAt.ToTimestamp(),
        ExpiresAt = token.ExpiresAt.ToTimestamp(),
        SpentAt = token.SpentAt?.ToTimestamp(),
    };

    private async Task<Fleet.Host> FindAsync(string name, ServerCallContext context) =>
        await db.Hosts.AsNoTracking().SingleOrDefaultAsync(host => host.Name == name, context.CancellationToken) is { } found && context.GetScope().Includes(found.SiteId)
        ? found
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no host \"{name}\"; declare it in the inventory first."));
}
