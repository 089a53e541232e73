using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Commands of gpu-yul1-03: one with a file, one that the host refused, and what the test orders.</summary>
internal sealed class FakeCommands(FakeFleet fleet, FakeSessions sessions, TimeProvider time) : CommandsService.CommandsServiceBase
{
    /// <summary>The server's own: what the dialog is drawn from is what it is drawn from there.</summary>
    public static readonly IReadOnlyList<CommandKind> Kinds = [.. CommandKinds.All.Select(kind => CommandKindMapper.Map(kind.Descriptor))];

    public const string Arithmetic = "llm-ca has 7 of 8 hosts available; 1 leaves 6, and 6 required + 1 spare = 7 must stay";

    public const string Log = "NVRM: Xid (PCI:0000:05:00): 79\n";

    public override async Task WatchCommands(WatchCommandsRequest request, IServerStreamWriter<WatchCommandsResponse> responses, ServerCallContext context)
    {
        while (!context.CancellationToken.IsCancellationRequested)
        {
            await responses.WriteAsync(
                request.HostName == "gpu-yul1-06" ? new WatchCommandsResponse { Commands = { fleet.Locked(() => fleet.LedOrders.ConvertAll(order => order.Clone())) } }
                : fleet.Empty || request.HostName != "gpu-yul1-03" ? new WatchCommandsResponse() : All(), context.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, context.CancellationToken);
        }
    }

    public override Task<ListCommandKindsResponse> ListCommandKinds(ListCommandKindsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCommandKindsResponse { Kinds = { Kinds } });

    public override Task<OrderCommandResponse> OrderCommand(OrderCommandRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        var name = CommandName.Of(request.Command.ActionCase);
        fleet.Calls.Add($"Order {name} on {request.HostName} gpu={request.Command.GpuReset?.GpuUuid}{(request.AskSecondPerson ? " ask" : "")} service={request.EvenInService}: {request.Reason}");
        if (request.Command.Identify is { } led)
        {
            fleet.LedOrders.Add(Make($"led-{fleet.LedOrders.Count}", name, led.On ? "light the locator LED" : "clear the locator LED", CommandState.Pending, sessions.Caller(context).Name, 0));
        }

        return new OrderCommandResponse { Command = Make("new", name, name, CommandState.Pending, sessions.Caller(context).Name, 0) };
    }));

    public override Task<PreviewCommandResponse> PreviewCommand(PreviewCommandRequest request, ServerCallContext context) => Task.FromResult(new PreviewCommandResponse
    {
        Verdict = new GuardVerdict
        {
            Allowed = !fleet.GuardRefuses,
            Sentence = Arithmetic,
            Available = 7,
            Required = 6,
            Spare = 1,
        },
    });

    public override Task<ConfirmCommandResponse> ConfirmCommand(ConfirmCommandRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        fleet.Calls.Add($"Confirm {request.Id}");
        return new ConfirmCommandResponse { Command = Waiting(time.GetUtcNow()) };
    }));

    public override Task<RejectCommandResponse> RejectCommand(RejectCommandRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        fleet.Calls.Add($"Reject {request.Id}: {request.Reason}");
        return new RejectCommandResponse { Command = Waiting(time.GetUtcNow()) };
    }));

    public override Task ReadFile(ReadFileRequest request, IServerStreamWriter<ReadFileResponse> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new ReadFileResponse { Data = ByteString.CopyFrom(Encoding.UTF8.GetBytes(Log)) }, context.CancellationToken);

    private WatchCommandsResponse All()
    {
        var logs = Make("logs", "collect-logs", "collect-logs", CommandState.Done, "mika", 4);
        logs.Answer = "6 parts in gpu-yul1-03-logs-20260301-115803.tar.gz, 2210 KiB";
        logs.Proof["parts"] = "6";
        logs.Files.Add(new CommandFile { Name = "gpu-yul1-03-logs-20260301-115803.tar.gz", Size = 2_263_040, Received = 2_263_040, State = CommandFileState.Complete });
        var reset = Make("reset", "gpu-reset", "gpu-reset of GPU 3", CommandState.Refused, "mika", 12);
        reset.Reason = "XID 119 again";
        reset.Answer = "gpu-reset:GPU-3 was begun 3 times in the last 24 hours, and this Host allows 3 (Commands:MostPerDay:gpu-reset): more of the same will not mend it";
        reset.Proof["recovery_action_before"] = "gpu reset";
        var diagnose = Make("diagnose", "diagnose", "diagnose at level 3", CommandState.Sent, "mika", 2);
        diagnose.Files.Add(new CommandFile { Name = "dcgmi-diag.json", Size = 400_000, Received = 262_144, State = CommandFileState.Incomplete });
        return new WatchCommandsResponse { Commands = { fleet.GuardRefuses ? [Waiting(time.GetUtcNow()), diagnose, logs, reset] : (HostCommand[])[diagnose, logs, reset] } };
    }

    /// <summary>One of gpu-yul1-03 that waits for a second person.</summary>
    public static HostCommand Waiting(DateTimeOffset now)
    {
        var waiting = Make("waiting", "reboot", "reboot", CommandState.Waiting, "ada", now.AddMinutes(-1));
        (waiting.Reason, waiting.Guard, waiting.ExpiresAt) = ("kernel hangs", Arithmetic, now.AddMinutes(14).ToTimestamp());
        return waiting;
    }

    private HostCommand Make(string id, string name, string text, CommandState state, string person, int minutesAgo) =>
        Make(id, name, text, state, person, time.GetUtcNow().AddMinutes(-minutesAgo));

    private static HostCommand Make(string id, string name, string text, CommandState state, string person, DateTimeOffset at) => new()
    {
        Id = id,
        HostName = "gpu-yul1-03",
        Name = name,
        Text = text,
        State = state,
        OrderedBy = "person:" + person,
        OrderedAt = at.ToTimestamp(),
    };
}
