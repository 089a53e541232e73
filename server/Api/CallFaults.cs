using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SovereignFleet.Server.Api;

/// <summary>Turns an exception into an answer without internals. What only the log may know is logged here, once.</summary>
internal sealed partial class CallFaults(ILogger<CallFaults> logger)
{
    public RpcException Translate(Exception error, ServerCallContext context)
    {
        if (error is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
        {
            return new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
        }

        if (error is DbUpdateConcurrencyException)
        {
            return new RpcException(new Status(StatusCode.Aborted, "Somebody else changed this at the same moment. Look again, then repeat."));
        }

        if (IsDatabaseAway(error))
        {
            Log.DatabaseAway(logger, context.Method, error.Message);
            return new RpcException(new Status(StatusCode.Unavailable, "The database does not answer; nothing was changed. Try again in a few seconds."));
        }

        // The same number stands in the log and in the answer, so that a report leads to the cause.
        var number = context.GetHttpContext().TraceIdentifier;
        Log.CallFailed(logger, error, context.Method, number);
        return new RpcException(new Status(StatusCode.Internal, $"The server failed; its log tells why under {number}."));
    }

    private static bool IsDatabaseAway(Exception error) =>
        error is NpgsqlException { IsTransient: true } || (error.InnerException is { } inner && IsDatabaseAway(inner));

    private static partial class Log
    {
        [LoggerMessage(EventId = 3501, Level = LogLevel.Warning, Message = "{Method}: the database does not answer: {Reason}")]
        public static partial void DatabaseAway(ILogger logger, string method, string reason);

        [LoggerMessage(EventId = 3502, Level = LogLevel.Error, Message = "{Method} failed ({Number}).")]
        public static partial void CallFailed(ILogger logger, Exception error, string method, string number);
    }
}
