using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Api;

/// <summary>Turns an exception into an answer without internals. What only the log may know is logged here: the first of a kind, and then how many
/// there were each minute. A stack is of a defect of ours; what the caller brought about is one line.</summary>
internal sealed partial class CallFaults : IDisposable
{
    public static readonly TimeSpan ToldEach = TimeSpan.FromMinutes(1);

    private readonly ILogger<CallFaults> logger;
    private readonly FirstOfKind<(string Method, string What)> kinds;

    public CallFaults(TimeProvider time, ILogger<CallFaults> logger)
    {
        this.logger = logger;
        kinds = new(time, ToldEach, (kind, count) => Log.CallsFailed(logger, kind.Method, count, kind.What));
    }

    public RpcException Translate(Exception error, ServerCallContext context)
    {
        // Whoever asked does not wait any more: what broke of it, broke by that.
        if (context.CancellationToken.IsCancellationRequested && error is (OperationCanceledException or IOException))
        {
            return new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
        }

        if (error is DbUpdateConcurrencyException)
        {
            return new RpcException(new Status(StatusCode.Aborted, "Somebody else changed this at the same moment. Look again, then repeat."));
        }

        if (IsDatabaseAway(error))
        {
            if (kinds.IsFirst((context.Method, nameof(Log.DatabaseAway)), "", out _))
            {
                Log.DatabaseAway(logger, context.Method, error.Message);
            }

            return new RpcException(new Status(StatusCode.Unavailable, "The database does not answer; nothing was changed. Try again in a few seconds."));
        }

        return OfTheAsked(error, context) ?? OfOurs(error, context);
    }

    public void Dispose() => kinds.Dispose();

    /// <summary>What the database takes from nobody: a number that is too large, a time that is none, a name that is there already.</summary>
    private RpcException? OfTheAsked(Exception error, ServerCallContext context)
    {
        if (error.GetBaseException() is not PostgresException refusal)
        {
            return null;
        }

        // Class 22 is "data exception".
        var status = refusal.SqlState switch
        {
            ['2', '2', ..] => new Status(StatusCode.InvalidArgument, $"A value of this cannot be stored: {refusal.MessageText}."),
            PostgresErrorCodes.UniqueViolation => new Status(StatusCode.AlreadyExists, "There is one already, or somebody else made it at the same moment. Look again."),
            _ => Status.DefaultSuccess,
        };
        if (status.StatusCode == StatusCode.OK)
        {
            return null;
        }

        if (kinds.IsFirst((context.Method, refusal.SqlState), "", out _))
        {
            Log.CallUnfit(logger, context.Method, refusal.MessageText);
        }

        return new RpcException(status);
    }

    private RpcException OfOurs(Exception error, ServerCallContext context)
    {
        // The same number stands in the log and in the answer, so that a report leads to the cause; of many alike that of the first.
        if (kinds.IsFirst((context.Method, error.GetType().Name), context.GetHttpContext().TraceIdentifier, out var number))
        {
            Log.CallFailed(logger, error, context.Method, number);
        }

        return new RpcException(new Status(StatusCode.Internal, $"The server failed; its log tells why under {number}."));
    }

    private static bool IsDatabaseAway(Exception error) =>
        error is NpgsqlException { IsTransient: true } || (error.InnerException is { } inner && IsDatabaseAway(inner));

    private static partial class Log
    {
        [LoggerMessage(EventId = 3501, Level = LogLevel.Warning, Message = "{Method}: the database does not answer: {Reason}")]
        public static partial void DatabaseAway(ILogger logger, string method, string reason);

        [LoggerMessage(EventId = 3502, Level = LogLevel.Error, Message = "{Method} failed ({Number}). More of the kind are counted, and told each minute")]
        public static partial void CallFailed(ILogger logger, Exception error, string method, string number);

        [LoggerMessage(EventId = 3506, Level = LogLevel.Warning, Message = "{Method} failed {Count} more times within a minute: {Reason}")]
        public static partial void CallsFailed(ILogger logger, string method, long count, string reason);

        [LoggerMessage(EventId = 3507, Level = LogLevel.Warning, Message = "{Method} was asked to store what cannot be stored: {Reason}. More of the kind are counted, and told each minute")]
        public static partial void CallUnfit(ILogger logger, string method, string reason);
    }
}
