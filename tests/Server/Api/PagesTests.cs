using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>Lists that can grow are read in pages.</summary>
[TestClass]
public sealed class PagesTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Lists_PageByPage_HaveEachRowOnce()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var admin = await scene.AsAdministratorAsync(Token);
        await admin.Accounts.ChangePasswordAsync(new ChangePasswordRequest { Current = admin.Password, Replacement = ApiScene.Password }, admin.With(Token));
        foreach (var host in new[] { scene.Here.Name, scene.There.Name, scene.Next.Name })
        {
            await ada.Commands.OrderCommandAsync(new OrderCommandRequest { HostName = host, Command = new Command { ReadPower = new ReadPower() } }, ada.With(Token));
        }

        // All of one instant: the id tells them apart.
        await AssertPagesAsync(3, async token =>
        {
            var page = await ada.Drains.ListDrainsAsync(new ListDrainsRequest { PageSize = 1, PageToken = token }, ada.With(Token));
            return (page.Drains.Select(drain => drain.Id), page.NextPageToken);
        });
        await AssertPagesAsync(3, async token =>
        {
            var page = await ada.Commands.ListCommandsAsync(new ListCommandsRequest { PageSize = 2, PageToken = token }, ada.With(Token));
            return (page.Commands.Select(command => command.Id), page.NextPageToken);
        });
        await AssertPagesAsync(4, async token =>
        {
            var page = await admin.Accounts.ListPeopleAsync(new ListPeopleRequest { PageSize = 3, PageToken = token }, admin.With(Token));
            return (page.People.Select(person => person.Name), page.NextPageToken);
        });
        await AssertPagesAsync(1, async token =>
        {
            var page = await ada.Tickets.ListTicketsAsync(new ListTicketsRequest { PageSize = 1, PageToken = token }, ada.With(Token));
            return (page.Tickets.Select(ticket => ticket.Id), page.NextPageToken);
        });
        await AssertPagesAsync(1, async token =>
        {
            var page = await ada.Conditions.ListConditionsAsync(new ListConditionsRequest { PageToken = token }, ada.With(Token));
            return (page.Conditions.Select(condition => condition.Id), page.NextPageToken);
        });
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Lists_WithATokenOfNone_AreAnInvalidArgument()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var drains = await ada.Drains.ListDrainsAsync(new ListDrainsRequest { PageSize = 1 }, ada.With(Token));
        foreach (var token in new[] { "161", drains.NextPageToken })
        {
            await RefusedAsync(ada.Commands.ListCommandsAsync(new ListCommandsRequest { PageToken = token }, ada.With(Token)));
            await RefusedAsync(ada.Tickets.ListTicketsAsync(new ListTicketsRequest { PageToken = token }, ada.With(Token)));
            await RefusedAsync(ada.Alerts.ListAlertsAsync(new ListAlertsRequest { PageToken = token }, ada.With(Token)));
            await RefusedAsync(ada.Conditions.ListConditionsAsync(new ListConditionsRequest { PageToken = token }, ada.With(Token)));
            await RefusedAsync(ada.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { PageToken = token }, ada.With(Token)));
        }

        await RefusedAsync(ada.Drains.ListDrainsAsync(new ListDrainsRequest { PageToken = "161" }, ada.With(Token)));
    }

    private static async Task AssertPagesAsync(int rows, Func<string, Task<(IEnumerable<string> Ids, string Next)>> read)
    {
        var told = new List<string>();
        var token = "";
        do
        {
            var (ids, next) = await read(token);
            told.AddRange(ids);
            token = next;
        }
        while (token.Length > 0);

        Assert.HasCount(rows, told);
        Assert.HasCount(rows, told.Distinct());
    }

    private static async Task RefusedAsync<T>(AsyncUnaryCall<T> call)
    {
        var refused = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseAsync);
        Assert.AreEqual(StatusCode.InvalidArgument, refused.StatusCode, refused.Status.Detail);
        Assert.Contains("page_token", refused.Status.Detail);
    }
}
