using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;
using CommandFileState = SovereignFleet.Proto.Fleet.CommandFileState;
using CommandState = SovereignFleet.Proto.Fleet.CommandState;
using FleetApi = SovereignFleet.Tests.Support.FleetApi;
using JournalEntry = SovereignFleet.Server.Journal.JournalEntry;

namespace SovereignFleet.Tests.Server.Commands;

/// <summary>Ordering commands and reading what came of them, over the network.</summary>
[TestClass]
public sealed class CommandsServiceTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Order_EachAllowedOne_IsOwedToTheAgentAndStandsInTheJournal()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);

        var ordered = await OrderAsync(ada, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { GpuReset = new GpuReset { GpuUuid = ApiScene.GpuUuid } }, Reason = "XID 119" });

        Assert.AreEqual((CommandState.Pending, "gpu-reset of GPU 3", "person:ada"), (ordered.State, ordered.Text, ordered.OrderedBy));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var owed = await db.AgentCommands.SingleAsync(row => row.HostId == scene.Here.Id, Token);
        Assert.AreEqual(ApiScene.GpuUuid, Command.Parser.ParseFrom(owed.Body).GpuReset.GpuUuid);
        var entry = await db.JournalEntries.SingleAsync(row => row.Kind == JournalKinds.CommandOrdered && row.HostId == scene.Here.Id, Token);
        Assert.AreEqual("person:ada Ordered gpu-reset of GPU 3 on gpu-yul1-01: XID 119.", $"{entry.Actor} {entry.Summary}");
        var listed = await ada.Commands.ListCommandsAsync(new ListCommandsRequest { HostName = scene.Here.Name }, ada.With(Token));
        Assert.AreEqual(ordered, listed.Commands.Single());
        var there = await OrderAsync(ada, new OrderCommandRequest { HostName = scene.There.Name, Command = new Command { ReadPower = new ReadPower() } });
        var tom = await scene.AsAsync(ApiScene.Technician, Token);
        Assert.AreEqual(ordered.Id, (await tom.Commands.ListCommandsAsync(new ListCommandsRequest(), tom.With(Token))).Commands.Single().Id);
        var hidden = await Assert.ThrowsAsync<RpcException>(() => tom.Commands.GetCommandAsync(new GetCommandRequest { Id = there.Id }, tom.With(Token)).ResponseAsync);
        Assert.AreEqual(StatusCode.NotFound, hidden.StatusCode);
    }

    [TestMethod]
    public async Task Order_WithoutTheRightOrAtTheWrongTime_IsRefusedAndStandsInTheJournal()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var tom = await scene.AsAsync(ApiScene.Technician, Token);
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);

        await RefusedAsync(StatusCode.FailedPrecondition, "in service", ada, new OrderCommandRequest { HostName = scene.Next.Name, Command = new Command { Reboot = new Reboot() }, Reason = "stuck" });
        await RefusedAsync(StatusCode.InvalidArgument, "needs a reason", ada, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { Reboot = new Reboot() } });
        await RefusedAsync(StatusCode.InvalidArgument, "is no command", ada, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command() });
        await RefusedAsync(StatusCode.InvalidArgument, "is no command", ada, new OrderCommandRequest { HostName = scene.Here.Name });
        await RefusedAsync(StatusCode.InvalidArgument, "are the server's", ada, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { BmcOf = scene.Here.Name, Identify = new Identify() } });
        await RefusedAsync(StatusCode.NotFound, "no host", ada, new OrderCommandRequest { HostName = "nowhere", Command = new Command { Identify = new Identify() } });
        await RefusedAsync(StatusCode.PermissionDenied, "needs the on-call role", tom, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { Reboot = new Reboot() }, Reason = "stuck" });
        await RefusedAsync(StatusCode.PermissionDenied, "yours is viewer", vera, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { Identify = new Identify() } });
        await RefusedAsync(StatusCode.NotFound, "no host", tom, new OrderCommandRequest { HostName = scene.There.Name, Command = new Command { Identify = new Identify() } });
        await OrderAsync(tom, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { Identify = new Identify { On = true } } });

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual("light the locator LED", (await db.AgentCommands.SingleAsync(Token)).Text);
        var refused = await db.JournalEntries.Where(row => row.Kind == JournalKinds.CommandRefused).OrderBy(row => row.Id).Select(row => row.Actor).ToListAsync(Token);
        Assert.AreEqual("person:ada person:ada person:tom", string.Join(' ', refused));
    }

    [TestMethod]
    public async Task ListCommandKinds_WhatIsServed_IsTheListOfKinds()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);

        var served = await vera.Commands.ListCommandKindsAsync(new ListCommandKindsRequest(), vera.With(Token));

        CollectionAssert.AreEqual(CommandKinds.All.Select(kind => CommandKindMapper.Map(kind.Descriptor)).ToList(), served.Kinds);
        Assert.AreEqual("", served.NextPageToken);
        var first = await vera.Commands.ListCommandKindsAsync(new ListCommandKindsRequest { PageSize = 4 }, vera.With(Token));
        var rest = await vera.Commands.ListCommandKindsAsync(new ListCommandKindsRequest { PageToken = first.NextPageToken }, vera.With(Token));
        CollectionAssert.AreEqual(served.Kinds, first.Kinds.Concat(rest.Kinds).ToList());
        using var api = await RestAsync(scene);
        var kinds = (await api.GetFromJsonAsync<JsonElement>("/v1/command-kinds", Token)).GetProperty("kinds");
        Assert.AreEqual("identify", kinds[0].GetProperty("name").GetString());
        var console = kinds.EnumerateArray().Single(kind => kind.GetProperty("name").GetString() == "capture-console");
        Assert.AreEqual(600, console.GetProperty("arguments")[0].GetProperty("maximum").GetInt32());
    }

    [TestMethod]
    public async Task Order_ByRest_NamesTheCommandAsTheAgentGetsIt()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        using var rest = await RestAsync(scene);

        using var answer = await rest.PostAsJsonAsync(
            $"/v1/hosts/{scene.Here.Name}/commands", new { command = new { captureConsole = new { length = "90s" } }, evenInService = true }, Token);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual("capture-console for 90 s", (await db.AgentCommands.SingleAsync(Token)).Text);
        using var refused = await rest.PostAsJsonAsync($"/v1/hosts/{scene.Here.Name}/commands", new { command = new { captureConsole = new { length = "601s" } } }, Token);
        Assert.AreEqual(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [TestMethod]
    public async Task Download_AWholeFile_ComesByGrpcAndByRestAndIsJournalled()
    {
        await using var scene = await ApiScene.StartAsync(context.WriteLine, [], Token);
        var ada = await scene.AsAsync(ApiScene.OnCall, Token);
        var ordered = await OrderAsync(ada, new OrderCommandRequest { HostName = scene.Here.Name, Command = new Command { CollectLogs = new CollectLogs() } });
        var content = RandomNumberGenerator.GetBytes(300_000);
        await StoreAsync(scene, Guid.Parse(ordered.Id), content);

        var listed = (await ada.Commands.GetCommandAsync(new GetCommandRequest { Id = ordered.Id }, ada.With(Token))).Command;
        Assert.AreEqual(("logs.tar.gz", 300_000UL, CommandFileState.Complete), (listed.Files.Single().Name, listed.Files.Single().Size, listed.Files.Single().State));
        var request = new ReadFileRequest { CommandId = ordered.Id, Name = "logs.tar.gz" };
        var received = new List<byte>();
        using (var call = ada.Commands.ReadFile(request, ada.With(Token)))
        {
            await foreach (var part in call.ResponseStream.ReadAllAsync(Token))
            {
                received.AddRange(part.Data);
            }
        }

        CollectionAssert.AreEqual(content, received);
        using var rest = await RestAsync(scene);
        using var answer = await rest.GetAsync($"/v1/commands/{ordered.Id}/files/logs.tar.gz", Token);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        CollectionAssert.AreEqual(content, await answer.Content.ReadAsByteArrayAsync(Token));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(2, await db.JournalEntries.CountAsync(row => row.Kind == JournalKinds.CommandFileRead, Token));
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);
        using var refused = vera.Commands.ReadFile(request, vera.With(Token));
        var fault = await Assert.ThrowsAsync<RpcException>(() => refused.ResponseStream.MoveNext(Token));
        Assert.AreEqual(StatusCode.PermissionDenied, fault.StatusCode);
    }

    private async Task StoreAsync(ApiScene scene, Guid commandId, byte[] content)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var host = new HostIdentity(scene.Here.Id, scene.Here.Name, scene.Here.SiteId);
        for (var offset = 0; offset < content.Length; offset += 262_144)
        {
            var part = new Chunk
            {
                CommandId = commandId.ToString(),
                Name = "logs.tar.gz",
                Offset = (ulong)offset,
                Data = ByteString.CopyFrom(content.AsSpan(offset, Math.Min(262_144, content.Length - offset))),
                Size = (ulong)content.Length,
                Sha256 = ByteString.CopyFrom(SHA256.HashData(content)),
            };
            Assert.IsNull(await CommandFiles.StoreAsync(db, host, part, TimeProvider.System.GetUtcNow(), Token));
        }
    }

    private async Task<HttpClient> RestAsync(ApiScene scene)
    {
        var client = new HttpClient(TrustedAuthority.Handler(scene.Server)) { BaseAddress = new Uri(scene.Server.ApiUrl) };
        using var answer = await client.PostAsJsonAsync("/v1/session", new { name = ApiScene.OnCall, password = ApiScene.Password }, Token);
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        return client;
    }

    private async Task<HostCommand> OrderAsync(FleetApi api, OrderCommandRequest request) =>
        (await api.Commands.OrderCommandAsync(request, api.With(Token))).Command;

    private async Task RefusedAsync(StatusCode code, string said, FleetApi api, OrderCommandRequest request)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => OrderAsync(api, request));
        Assert.AreEqual(code, fault.StatusCode, fault.Status.Detail);
        Assert.Contains(said, fault.Status.Detail);
    }
}
