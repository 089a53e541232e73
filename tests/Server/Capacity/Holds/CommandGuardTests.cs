using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Tests.Support;
using CommandState = SovereignFleet.Server.Commands.CommandState;
using Role = SovereignFleet.Proto.Fleet.Role;
using ServiceState = SovereignFleet.Server.Fleet.ServiceState;

namespace SovereignFleet.Tests.Server.Capacity.Holds;

/// <summary>A command that disturbs a Host in service passes the guard as a drain does, or two persons force it.</summary>
[TestClass]
public sealed class CommandGuardTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task Order_TwoAtOnceInAPoolAtItsLimit_OnePasses()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 4, 3, Token);

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(host => stage.OrderAsync(host)));

        Assert.AreEqual(1, replies.Count(reply => reply.Command is not null));
        foreach (var refused in replies.Where(reply => reply.Command is null))
        {
            Assert.AreEqual(OrderFault.Untimely, refused.Fault);
            Assert.Contains("3 required + 0 spare = 3 must stay", refused.Refusal!);
        }

        Assert.AreEqual(replies.Single(reply => reply.Command is not null).Command!.Id, (await stage.LiveAsync()).Single().HolderId);
    }

    [TestMethod]
    public async Task Order_WhatDisturbsNobody_NeedsNoGuard()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        await stage.SetAsync(stage.Fleet.Hosts[1], ServiceState.InRepair);

        Assert.IsNotNull((await stage.OrderAsync(0, command: new Command { Identify = new Identify() })).Command);
        Assert.IsNotNull((await stage.OrderAsync(0, command: new Command { Diagnose = new Diagnose { Level = 1 } })).Command);
        Assert.IsNotNull((await stage.OrderAsync(1)).Command, "it is out of service");
        Assert.IsEmpty(await stage.LiveAsync());
        Assert.IsNull((await stage.OrderAsync(0)).Command);
        Assert.IsNull((await stage.OrderAsync(0, command: new Command { Diagnose = new Diagnose { Level = 3 } })).Command);
        Assert.IsNull((await stage.OrderAsync(0, command: new Command { RestartUnit = new RestartUnit { Unit = "vllm.service" } })).Command);
        Assert.IsNull((await stage.OrderAsync(0, command: new Command { PowerCycle = new PowerCycle() })).Command);
        Assert.IsNull((await stage.OrderAsync(0, command: new Command { GpuReset = new GpuReset { GpuUuid = "GPU-1" } })).Command);
    }

    /// <summary>It takes nothing from the Pool, and brings it back.</summary>
    [TestMethod]
    public async Task Order_OnAHostThatServesNobody_PassesInAPoolThatLacksHosts()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 3, 3, Token);
        await stage.PassAsync(TimeSpan.FromMinutes(5), stage.Fleet.Hosts[0].Id);

        var reply = await stage.OrderAsync(0);

        Assert.IsNotNull(reply.Command, reply.Refusal);
        Assert.AreEqual(ReservationWaiver.NotCounted, (await stage.LiveAsync()).Single().Waiver);
    }

    [TestMethod]
    public async Task Hold_OfACommandThatEnded_IsReleasedWhenTheHostIsHeardAgain()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 1, Token);
        var command = (await stage.OrderAsync(0)).Command!;
        await stage.AnswerAsync(command.Id, CommandState.Sent);
        await stage.PassAsync(TimeSpan.FromSeconds(30));
        await stage.SweepAsync();
        Assert.HasCount(1, await stage.LiveAsync(), "under way");

        await stage.PassAsync(TimeSpan.FromMinutes(4), stage.Fleet.Hosts[0].Id);
        await stage.AnswerAsync(command.Id, CommandState.Done);
        await stage.SweepAsync();
        Assert.HasCount(1, await stage.LiveAsync(), "not heard since");
        Assert.IsNull((await stage.OrderAsync(1)).Command, "the other one must stay");

        await stage.PassAsync(TimeSpan.FromSeconds(1));
        await stage.SweepAsync();
        Assert.IsEmpty(await stage.LiveAsync());
        Assert.IsNotNull((await stage.OrderAsync(1)).Command);
    }

    /// <summary>Nobody sweeps: whoever should have died.</summary>
    [TestMethod]
    public async Task Hold_ThatNobodyReleased_EndsByItself()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 1, Token);
        Assert.IsNotNull((await stage.OrderAsync(0)).Command);
        Assert.IsNull((await stage.OrderAsync(1)).Command);

        await stage.PassAsync(TimeSpan.FromMinutes(56));

        Assert.IsNotNull((await stage.OrderAsync(1)).Command);
        Assert.AreEqual(stage.Fleet.Hosts[1].Id, (await stage.LiveAsync()).Single().HostId);
    }

    [TestMethod]
    public async Task Confirm_ByASecondPerson_SendsItAndTakesTheHostOutOfTheCount()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);

        var asked = await stage.OrderAsync(0, ask: true);
        Assert.AreEqual(CommandState.Waiting, asked.Command!.State);
        Assert.IsEmpty(await stage.LiveAsync());
        await stage.PassAsync(TimeSpan.FromMinutes(14));
        var forced = await stage.Confirmations.ConfirmAsync(asked.Command.Id, CommandStage.Ben, Token);

        Assert.IsNull(forced.Refusal);
        var command = await stage.FindAsync(asked.Command.Id);
        Assert.AreEqual((CommandState.Pending, "person:ben", "person:ada"), (command.State, command.ForcedBy, command.OrderedBy));
        Assert.AreEqual(stage.Fleet.Time.GetUtcNow().AddMinutes(10), command.ExpiresAt);
        Assert.AreEqual(ReservationWaiver.Forced, (await stage.LiveAsync()).Single().Waiver);
        Assert.AreEqual("person:ada command.waiting, person:ben command.forced", string.Join(", ", await stage.JournalAsync()));
        Assert.AreEqual(OrderFault.Untimely, (await stage.Confirmations.ConfirmAsync(asked.Command.Id, CommandStage.Ben, Token)).Fault, "twice");
    }

    [TestMethod]
    [DataRow("ada", "ada", false)]
    [DataRow("ada", "robot", false)]
    [DataRow("robot", "ada", false)]
    [DataRow("robot", "other", false)]
    [DataRow("other", "robot", false)]
    [DataRow("ada", "other", true)]
    [DataRow("robot", "ben", true)]
    [DataRow("ben", "ada", true)]
    public async Task Confirm_OnlyByAnotherPerson_IsTaken(string first, string second, bool taken)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        var asked = (await stage.OrderAsync(0, Who(first), ask: true)).Command!;

        var reply = await stage.Confirmations.ConfirmAsync(asked.Id, Who(second), Token);

        Assert.AreEqual(taken, reply.Command is not null, reply.Refusal);
        Assert.AreEqual(taken ? CommandState.Pending : CommandState.Waiting, (await stage.FindAsync(asked.Id)).State);
        Assert.HasCount(taken ? 1 : 0, await stage.LiveAsync());
        Assert.AreEqual(taken ? "command.forced" : "command.refused", (await stage.JournalAsync())[^1].Split(' ')[1]);
    }

    [TestMethod]
    [DataRow("ben")]
    [DataRow("ada")]
    public async Task Confirm_WhereOneOfTheTwoIsDisabled_IsRefused(string disabled)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        var asked = (await stage.OrderAsync(0, ask: true)).Command!;
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.People.Where(person => person.UserName == disabled).ExecuteUpdateAsync(set => set.SetProperty(person => person.Disabled, true), Token);

        var reply = await stage.Confirmations.ConfirmAsync(asked.Id, CommandStage.Ben, Token);

        Assert.Contains("disabled", reply.Refusal!);
        Assert.IsEmpty(await stage.LiveAsync());
    }

    [TestMethod]
    public async Task Confirm_ByAPersonOfAnotherSite_FindsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        var asked = (await stage.OrderAsync(0, ask: true)).Command!;
        var there = new Caller("ben", Role.OnCall, "fra1");

        Assert.AreEqual(OrderFault.Missing, (await stage.Confirmations.ConfirmAsync(asked.Id, there, Token)).Fault);
        Assert.AreEqual(OrderFault.Missing, (await stage.Confirmations.RejectAsync(asked.Id, "", there, Token)).Fault);
        Assert.IsNull((await stage.Confirmations.ConfirmAsync(asked.Id, new Caller("ben", Role.OnCall, DrainStage.SiteId), Token)).Refusal);
    }

    [TestMethod]
    public async Task Waiting_NobodyConfirmed_EndsAfterAQuarterOfAnHour()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        var asked = (await stage.OrderAsync(0, ask: true)).Command!;
        await stage.PassAsync(TimeSpan.FromMinutes(15));

        Assert.AreEqual(OrderFault.Untimely, (await stage.Confirmations.ConfirmAsync(asked.Id, CommandStage.Ben, Token)).Fault, "before the sweep");
        await stage.SweepAsync();

        var ended = await stage.FindAsync(asked.Id);
        Assert.AreEqual(CommandState.Expired, ended.State);
        Assert.Contains("No second person confirmed it within 15 minutes", ended.Answer!);
    }

    [TestMethod]
    public async Task Waiting_HostThatLeavesService_IsWithdrawn()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        var asked = (await stage.OrderAsync(0, ask: true)).Command!;
        await stage.SetAsync(stage.Fleet.Hosts[0], ServiceState.Draining);

        Assert.AreEqual(OrderFault.Untimely, (await stage.Confirmations.ConfirmAsync(asked.Id, CommandStage.Ben, Token)).Fault);
        await stage.SweepAsync();

        Assert.Contains("left service", (await stage.FindAsync(asked.Id)).Answer!);
    }

    [TestMethod]
    public async Task Waiting_IsTakenBackByTheFirstAndRefusedByTheSecondPersonAlone()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 3, 3, Token);
        var first = (await stage.OrderAsync(0, ask: true)).Command!;
        var second = (await stage.OrderAsync(1, ask: true)).Command!;

        Assert.AreEqual(OrderFault.Untimely, (await stage.OrderAsync(0, CommandStage.Ben, ask: true)).Fault, "one question of a host at a time");
        Assert.AreEqual(OrderFault.Forbidden, (await stage.Confirmations.WithdrawAsync(first.Id, CommandStage.Ben, Token)).Fault);
        Assert.AreEqual(OrderFault.Forbidden, (await stage.Confirmations.RejectAsync(second.Id, "", CommandStage.Ada, Token)).Fault);
        Assert.IsNull((await stage.Confirmations.WithdrawAsync(first.Id, CommandStage.Ada, Token)).Refusal);
        Assert.IsNull((await stage.Confirmations.RejectAsync(second.Id, "wait for the night", CommandStage.Ben, Token)).Refusal);

        Assert.AreEqual(CommandState.Expired, (await stage.FindAsync(first.Id)).State);
        Assert.AreEqual("The second person refused it: wait for the night.", (await stage.FindAsync(second.Id)).Answer);
    }

    /// <summary>The Pool was not asked when it was ordered.</summary>
    [TestMethod]
    public async Task Pending_HostThatCameBackIntoService_IsWithdrawn()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, 2, 2, Token);
        await stage.SetAsync(stage.Fleet.Hosts[0], ServiceState.InRepair);
        var command = (await stage.OrderAsync(0)).Command!;
        await stage.SweepAsync();
        Assert.AreEqual(CommandState.Pending, (await stage.FindAsync(command.Id)).State);

        await stage.SetAsync(stage.Fleet.Hosts[0], ServiceState.InService);
        await stage.SweepAsync();

        Assert.Contains("came back into service", (await stage.FindAsync(command.Id)).Answer!);
    }

    private static Caller Who(string name) => name switch
    {
        "ada" => CommandStage.Ada,
        "ben" => CommandStage.Ben,
        "robot" => CommandStage.Robot,
        _ => CommandStage.Other,
    };
}
