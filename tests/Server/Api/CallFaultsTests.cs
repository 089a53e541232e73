using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SovereignFleet.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>What goes wrong in a call: a stack is of a defect of ours, and nobody fills the log with it.</summary>
[TestClass]
public sealed class CallFaultsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly KeptLog<CallFaults> log = new();

    [TestMethod]
    public void Translate_ADefectAgainAndAgain_IsLoggedOnceAndEachAnswerNamesIt()
    {
        using var faults = new CallFaults(time, log);
        var answers = Enumerable.Range(0, 100).Select(call => faults.Translate(new InvalidOperationException("broken"), Call("number-" + call))).ToList();

        Assert.IsTrue(answers.TrueForAll(answer => answer.StatusCode == StatusCode.Internal && answer.Status.Detail.Contains("number-0.", StringComparison.Ordinal)));
        Assert.AreEqual("Error: /service/Method failed (number-0). More of the kind are counted, and told each minute", log.Lines.Single());
        time.Advance(CallFaults.ToldEach);
        Assert.AreEqual("Warning: /service/Method failed 99 more times within a minute: InvalidOperationException", log.Lines[1]);
        faults.Translate(new NotSupportedException("another"), Call("number-x"));
        Assert.HasCount(3, log.Lines, "another kind is not hidden");
        time.Advance(CallFaults.ToldEach);
        faults.Translate(new InvalidOperationException("broken"), Call("number-y"));
        StringAssert.Contains(log.Lines[3], "number-y", "after a quiet minute it is news");
    }

    [TestMethod]
    [DataRow("22003", StatusCode.InvalidArgument)]
    [DataRow("22021", StatusCode.InvalidArgument)]
    [DataRow("22P05", StatusCode.InvalidArgument)]
    [DataRow("22008", StatusCode.InvalidArgument)]
    [DataRow("23505", StatusCode.AlreadyExists)]
    [DataRow("42P01", StatusCode.Internal)]
    public void Translate_WhatTheDatabaseRefuses_IsTheAskersWhereItIsAValue(string state, StatusCode status)
    {
        using var faults = new CallFaults(time, log);
        var refusal = new PostgresException("no such value", "ERROR", "ERROR", state);

        for (var call = 0; call < 50; call++)
        {
            Assert.AreEqual(status, faults.Translate(new DbUpdateException("not saved", refusal), Call("n")).StatusCode);
        }

        Assert.HasCount(1, log.Lines);
        Assert.AreEqual(status == StatusCode.Internal, log.Lines[0].StartsWith("Error", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Translate_WhatBreaksOfACallerWhoWentAway_IsNotLogged()
    {
        using var faults = new CallFaults(time, log);
        foreach (var error in new Exception[] { new OperationCanceledException(), new IOException("The client reset the request stream.") })
        {
            Assert.AreEqual(StatusCode.Cancelled, faults.Translate(error, Call("n", new CancellationToken(canceled: true))).StatusCode);
        }

        Assert.IsEmpty(log.Lines);
    }

    [TestMethod]
    public void Translate_WhileTheDatabaseIsAway_TellsItOnce()
    {
        using var faults = new CallFaults(time, log);
        for (var call = 0; call < 50; call++)
        {
            Assert.AreEqual(StatusCode.Unavailable, faults.Translate(new NpgsqlException("away", new IOException("reset")), Call("n")).StatusCode);
        }

        Assert.HasCount(1, log.Lines);
    }

    private static FakeCall Call(string number, CancellationToken cancellationToken = default) => new(number, cancellationToken);

    private sealed class FakeCall : ServerCallContext
    {
        private readonly CancellationToken cancelled;

        public FakeCall(string number, CancellationToken cancelled)
        {
            this.cancelled = cancelled;
            // Where a call that has none gets its own from.
            UserState["__HttpContext"] = new DefaultHttpContext { TraceIdentifier = number };
        }

        protected override string MethodCore => "/service/Method";
        protected override string HostCore => "localhost";
        protected override string PeerCore => "ipv4:192.0.2.7";
        protected override DateTime DeadlineCore => DateTime.MaxValue;
        protected override Metadata RequestHeadersCore { get; } = [];
        protected override CancellationToken CancellationTokenCore => cancelled;
        protected override Metadata ResponseTrailersCore { get; } = [];
        protected override Status StatusCore { get; set; }
        protected override WriteOptions? WriteOptionsCore { get; set; }
        protected override AuthContext AuthContextCore { get; } = new(null, []);
        protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object>();

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException("Nobody calls on.");

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
