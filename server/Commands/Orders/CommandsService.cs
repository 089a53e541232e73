using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using File = SovereignFleet.Server.Commands.Files.CommandFile;
using FileState = SovereignFleet.Server.Commands.Files.CommandFileState;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>Service Commands of the API.</summary>
internal sealed class CommandsService(
    CommandReader reader, CommandOrders orders, CommandConfirmations confirmations, ChangeFeed feed, IDbContextFactory<FleetDb> contexts, TimeProvider time) : Wire.CommandsService.CommandsServiceBase
{
    public override async Task<OrderCommandResponse> OrderCommand(OrderCommandRequest request, ServerCallContext context)
    {
        var reply = await orders.OrderAsync(
            new CommandOrder
            {
                HostName = request.HostName,
                Command = request.Command ?? new Command(),
                By = context.GetCaller(),
                Reason = request.Reason,
                EvenInService = request.EvenInService,
                AskSecondPerson = request.AskSecondPerson,
            },
            context.CancellationToken);
        return new OrderCommandResponse { Command = await AnswerAsync(reply, context) };
    }

    public override async Task<PreviewCommandResponse> PreviewCommand(PreviewCommandRequest request, ServerCallContext context)
    {
        var order = new CommandOrder { HostName = request.HostName, Command = request.Command ?? new Command(), By = context.GetCaller() };
        var (verdict, refusal) = await orders.PreviewAsync(order, context.CancellationToken);
        return refusal is null ? new PreviewCommandResponse { Verdict = verdict } : throw new RpcException(new Status(CodeOf(refusal.Fault), refusal.Refusal!));
    }

    public override async Task<ConfirmCommandResponse> ConfirmCommand(ConfirmCommandRequest request, ServerCallContext context) => new()
    {
        Command = await AnswerAsync(await confirmations.ConfirmAsync(Id(request.Id), context.GetCaller(), context.CancellationToken), context),
    };

    public override async Task<RejectCommandResponse> RejectCommand(RejectCommandRequest request, ServerCallContext context) => new()
    {
        Command = await AnswerAsync(await confirmations.RejectAsync(Id(request.Id), request.Reason, context.GetCaller(), context.CancellationToken), context),
    };

    public override async Task<WithdrawCommandResponse> WithdrawCommand(WithdrawCommandRequest request, ServerCallContext context) => new()
    {
        Command = await AnswerAsync(await confirmations.WithdrawAsync(Id(request.Id), context.GetCaller(), context.CancellationToken), context),
    };

    public override Task<ListCommandKindsResponse> ListCommandKinds(ListCommandKindsRequest request, ServerCallContext context) =>
        Task.FromResult(CommandKindList.Read(request));

    public override Task<ListCommandsResponse> ListCommands(ListCommandsRequest request, ServerCallContext context) =>
        reader.ListAsync(request, context.GetScope(), context.CancellationToken);

    public override Task WatchCommands(WatchCommandsRequest request, IServerStreamWriter<WatchCommandsResponse> responseStream, ServerCallContext context)
    {
        var newest = new ListCommandsRequest { HostName = request.HostName, PageSize = request.PageSize };
        return feed.WatchAsync(["agent_commands", "command_files"], ReadAsync, responseStream, time, context.CancellationToken);

        async Task<WatchCommandsResponse> ReadAsync(CancellationToken cancellationToken) =>
            new() { Commands = { (await reader.ListAsync(newest, context.GetScope(), cancellationToken)).Commands } };
    }

    public override async Task<GetCommandResponse> GetCommand(GetCommandRequest request, ServerCallContext context) => new()
    {
        Command = await reader.FindAsync(Id(request.Id), context.GetScope(), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no command {request.Id}.")),
    };

    public override async Task ReadFile(ReadFileRequest request, IServerStreamWriter<ReadFileResponse> responseStream, ServerCallContext context)
    {
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var file = await FindAsync(db, request.CommandId, request.Name, context);
        await foreach (var part in CommandFiles.PartsAsync(db, file, context.CancellationToken))
        {
            await responseStream.WriteAsync(new ReadFileResponse { Data = UnsafeByteOperations.UnsafeWrap(part.Data) }, context.CancellationToken);
        }
    }

    // JSON transcoding puts a line feed between the messages of a stream: a file goes as one.
    public override async Task<HttpBody> DownloadFile(DownloadFileRequest request, ServerCallContext context)
    {
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var file = await FindAsync(db, request.CommandId, request.Name, context);
        var whole = new byte[file.Size];
        await foreach (var part in CommandFiles.PartsAsync(db, file, context.CancellationToken))
        {
            part.Data.CopyTo(whole, part.Offset);
        }

        return new HttpBody { ContentType = "application/octet-stream", Data = UnsafeByteOperations.UnsafeWrap(whole) };
    }

    private async Task<HostCommand?> AnswerAsync(OrderReply reply, ServerCallContext context) => reply.Command is { } command
        ? await reader.FindAsync(command.Id, context.GetScope(), context.CancellationToken)
        : throw new RpcException(new Status(CodeOf(reply.Fault), reply.Refusal!));

    private async Task<File> FindAsync(FleetDb db, string commandId, string name, ServerCallContext context)
    {
        var id = Id(commandId);
        _ = await reader.FindAsync(id, context.GetScope(), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no command {commandId}."));
        var file = await db.CommandFiles.AsNoTracking().SingleOrDefaultAsync(row => row.CommandId == id && row.Name == name, context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"That command made no file {name}."));
        if (file.State != FileState.Complete)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, file.State == FileState.Broken
                ? $"{file.Name} came broken from the host."
                : $"{file.Received} of {file.Size} bytes of {file.Name} are here."));
        }

        await NoteAsync(db, file, context);
        return file;
    }

    /// <summary>A Host's logs may hold what is not everybody's: who took them is told.</summary>
    private async Task NoteAsync(FleetDb db, File file, ServerCallContext context)
    {
        var command = await db.AgentCommands.AsNoTracking().SingleAsync(row => row.Id == file.CommandId, context.CancellationToken);
        db.Add(new Journal.JournalEntry
        {
            At = time.GetUtcNow(),
            Actor = context.GetCaller().Actor,
            Kind = JournalKinds.CommandFileRead,
            HostId = command.HostId,
            DrainId = command.DrainId,
            Summary = $"Downloaded {file.Name} of {command.Text}.",
        });
        await db.SaveChangesAsync(context.CancellationToken);
    }

    private static StatusCode CodeOf(OrderFault? fault) => fault switch
    {
        OrderFault.Missing => StatusCode.NotFound,
        OrderFault.Forbidden => StatusCode.PermissionDenied,
        OrderFault.Nonsense => StatusCode.InvalidArgument,
        OrderFault.Untimely => StatusCode.FailedPrecondition,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault."),
    };

    private static Guid Id(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new RpcException(new Status(StatusCode.InvalidArgument, "The id is no UUID."));
}
