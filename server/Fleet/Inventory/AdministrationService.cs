using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Declaring the fleet, and letting Hosts into it and out of it.</summary>
internal sealed class AdministrationService(FleetDb db, Identity.Agents.Enrollment enrollment, InventoryImporter importer) : Proto.Fleet.AdministrationService.AdministrationServiceBase
{
    private const uint UsualMinutes = 60;
    private const uint MostMinutes = 7 * 24 * 60;

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
            return new ApplyInventoryResponse { Changes = { await importer.ApplyAsync(request.Json, context.GetCaller().Actor, context.CancellationToken) } };
        }
        catch (InventoryException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
    }

    private async Task<Fleet.Host> FindAsync(string name, ServerCallContext context) =>
        await db.Hosts.AsNoTracking().SingleOrDefaultAsync(host => host.Name == name, context.CancellationToken)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no host \"{name}\"; declare it in the inventory first."));
}
