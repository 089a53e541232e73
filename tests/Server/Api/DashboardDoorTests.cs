using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>Where a person sits, by the word of the dashboard that shows its certificate, and by nobody else's; and which calls keep a session alive.</summary>
[TestClass]
public sealed class DashboardDoorTests(TestContext test)
{
    private const string Header = "sovereignfleet-person-address";

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task SignIn_ThroughTheDashboard_IsCountedByThePersonsAddress()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        using var channel = Channel(scene, Path.Combine(Path.GetDirectoryName(scene.Server.AuthorityFile)!, "dashboard.pem"));
        var accounts = new AccountsService.AccountsServiceClient(channel);
        for (var attempt = 0; attempt < 6; attempt++)
        {
            Assert.AreEqual(StatusCode.Unauthenticated, await TryAsync(accounts, "wrong", "203.0.113.7"));
        }

        Assert.AreEqual(StatusCode.Unauthenticated, await TryAsync(accounts, ApiScene.Password, "203.0.113.7"));
        Assert.AreEqual(StatusCode.OK, await TryAsync(accounts, ApiScene.Password, "203.0.113.8"));
        Assert.AreEqual(StatusCode.OK, await TryAsync(accounts, ApiScene.Password, "2001:db8::8"));
    }

    /// <summary>A flood from one browser empties its own bucket and nobody else's.</summary>
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task SignIn_FloodThroughTheDashboard_LeavesTheOthersTheirTries()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        using var channel = Channel(scene, Path.Combine(Path.GetDirectoryName(scene.Server.AuthorityFile)!, "dashboard.pem"));
        var accounts = new AccountsService.AccountsServiceClient(channel);
        var flood = new List<StatusCode>();
        while (flood.Count < 400 && !flood.Contains(StatusCode.ResourceExhausted))
        {
            flood.AddRange(await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TryAsync(accounts, "wrong", "203.0.113.7"))));
        }

        Assert.Contains(StatusCode.ResourceExhausted, flood);
        Assert.AreEqual(StatusCode.OK, await TryAsync(accounts, ApiScene.Password, "203.0.113.8"));
    }

    /// <summary>Everything on one machine, as ./fleet up has it: a program there that floods the API locks nobody out of the dashboard.</summary>
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task SignIn_FloodOfTheApiFromTheDashboardsMachine_LeavesTheDashboardItsTries()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        using var stranger = Channel(scene, certificate: null);
        var flood = new List<StatusCode>();
        while (flood.Count < 400 && !flood.Contains(StatusCode.ResourceExhausted))
        {
            flood.AddRange(await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TryAsync(new AccountsService.AccountsServiceClient(stranger), "wrong", "127.0.0.1"))));
        }

        Assert.Contains(StatusCode.ResourceExhausted, flood);
        using var channel = Channel(scene, Path.Combine(Path.GetDirectoryName(scene.Server.AuthorityFile)!, "dashboard.pem"));
        Assert.AreEqual(StatusCode.OK, await TryAsync(new AccountsService.AccountsServiceClient(channel), ApiScene.Password, "127.0.0.1"));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task SignIn_StrangerWhoNamesAddresses_IsCountedByTheConnection()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        using var channel = Channel(scene, certificate: null);
        var accounts = new AccountsService.AccountsServiceClient(channel);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.AreEqual(StatusCode.Unauthenticated, await TryAsync(accounts, "wrong", $"203.0.113.{attempt}"));
        }

        Assert.AreEqual(StatusCode.Unauthenticated, await TryAsync(accounts, ApiScene.Password, "203.0.113.99"));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Session_OpenTab_IsNoUseAndAPersonsCallIs()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var before = TimeProvider.System.GetUtcNow().AddHours(-2);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.PersonSessions.ExecuteUpdateAsync(set => set.SetProperty(session => session.LastUsedAt, before), Token);

        using (var watch = ada.Fleet.WatchFleet(new WatchFleetRequest(), ada.With(Token)))
        {
            Assert.IsTrue(await watch.ResponseStream.MoveNext(Token));
        }

        var looking = new Metadata { { "sovereignfleet-unattended", "1" } };
        foreach (var entry in ada.With(Token).Headers!)
        {
            looking.Add(entry);
        }

        await ada.Accounts.WhoAmIAsync(new WhoAmIRequest(), new CallOptions(looking, cancellationToken: Token));
        Assert.IsTrue(await db.PersonSessions.AllAsync(session => session.LastUsedAt < before.AddHours(1), Token));

        await ada.Accounts.WhoAmIAsync(new WhoAmIRequest(), ada.With(Token));
        Assert.IsTrue(await db.PersonSessions.AnyAsync(session => session.LastUsedAt > before.AddHours(1), Token));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task ApiToken_OverTheNetwork_CallsWithItsRoleUntilItIsWithdrawn()
    {
        await using var scene = await ApiScene.StartAsync(test.WriteLine, [], Token);
        var admin = await scene.AsAdministratorAsync(Token);
        var made = await admin.ApiTokens.CreateApiTokenAsync(new CreateApiTokenRequest { Name = "metrics", Role = Role.Viewer, SiteId = "fra1", ValidDays = 1 }, admin.With(Token));
        var refused = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
            await admin.ApiTokens.CreateApiTokenAsync(new CreateApiTokenRequest { Name = "boss", Role = Role.Admin }, admin.With(Token)));
        Assert.AreEqual(StatusCode.InvalidArgument, refused.StatusCode);

        var program = new CallOptions(new Metadata { { "authorization", "Bearer " + made.Token } }, cancellationToken: Token);
        var fleet = (await admin.Fleet.GetFleetAsync(new GetFleetRequest(), program)).Fleet;
        Assert.AreEqual("fra1", fleet.Sites.Single().Id);
        Assert.AreEqual("metrics", (await admin.Accounts.WhoAmIAsync(new WhoAmIRequest(), program)).Person.Name);
        Assert.AreEqual(StatusCode.PermissionDenied, (await Assert.ThrowsExactlyAsync<RpcException>(async () => await admin.Accounts.SignOutAsync(new SignOutRequest(), program))).StatusCode);

        await admin.ApiTokens.WithdrawApiTokenAsync(new WithdrawApiTokenRequest { Id = made.ApiToken.Id }, admin.With(Token));
        Assert.AreEqual(StatusCode.Unauthenticated, (await Assert.ThrowsExactlyAsync<RpcException>(async () => await admin.Fleet.GetFleetAsync(new GetFleetRequest(), program))).StatusCode);
    }

    private async Task<StatusCode> TryAsync(AccountsService.AccountsServiceClient accounts, string password, string address)
    {
        try
        {
            await accounts.SignInAsync(new SignInRequest { Name = ApiScene.OnCall, Password = password }, new Metadata { { Header, address } }, cancellationToken: Token);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private static GrpcChannel Channel(ApiScene scene, string? certificate)
    {
        var handler = TrustedAuthority.Handler(scene.Server);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, certificate)];
        }

        return GrpcChannel.ForAddress(scene.Server.ApiUrl, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
