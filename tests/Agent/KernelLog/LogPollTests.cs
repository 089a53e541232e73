using System.IO.Pipes;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog;

[TestClass]
public sealed class LogPollTests(TestContext context)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [TestMethod]
    public async Task WaitAsync_NothingToRead_WaitsUntilThereIs()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var watch = new LogPoll();
        var news = watch.WaitAsync(reader.SafePipeHandle, Long, context.CancellationToken);
        await Task.Delay(Short, context.CancellationToken);
        Assert.IsFalse(news.IsCompleted);

        writer.WriteByte(1);

        await news;
    }

    [TestMethod]
    public async Task WaitAsync_TimeIsOver_EndsAndCanBeAskedAgain()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var watch = new LogPoll();

        await watch.WaitAsync(reader.SafePipeHandle, Short, context.CancellationToken);
        await watch.WaitAsync(reader.SafePipeHandle, Short, context.CancellationToken);
    }

    [TestMethod]
    public async Task Dispose_SomebodyWaits_EndsTheThreadAndLeavesTheDescriptor()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        Task news;
        using (var watch = new LogPoll())
        {
            news = watch.WaitAsync(reader.SafePipeHandle, Long, ended.Token);
            await ended.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => news);
        }

        writer.WriteByte(7);
        Assert.AreEqual(7, reader.ReadByte());
    }

    [TestMethod]
    [DataRow("append")]
    [DataRow("truncate")]
    [DataRow("rename")]
    [DataRow("delete")]
    public async Task FileChanges_WhateverHappensToTheFile_IsTold(string what)
    {
        await using var stage = new Stage(context.WriteLine);
        var file = stage.Write("kmsg", "a line\n");
        using var changes = FileChanges.Of(file)!;
        using var watch = new LogPoll();
        var news = watch.WaitAsync(changes.Told, Long, context.CancellationToken);

        Action change = what switch
        {
            "append" => () => File.AppendAllText(file, "another\n"),
            "truncate" => () => File.WriteAllText(file, ""),
            "rename" => () => File.Move(file, file + ".1"),
            _ => () => File.Delete(file),
        };
        change();
        await news;

        changes.Forget();
        using var none = new CancellationTokenSource(Short);
        await Assert.ThrowsAsync<OperationCanceledException>(() => watch.WaitAsync(changes.Told, Long, none.Token));
    }

    [TestMethod]
    public void FileChanges_NoSuchFile_IsNull() => Assert.IsNull(FileChanges.Of("/nonexistent/kmsg"));
}
