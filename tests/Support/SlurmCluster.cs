using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Service.Targets.Slurm;

namespace SovereignFleet.Tests.Support;

/// <summary>A real Slurm on the loopback: munge, the controller, a daemon for each node; and a second cluster whose controller is away.</summary>
internal sealed class SlurmCluster
{
    public const string Here = "here";
    public const string Away = "away";

    private readonly Stage stage;
    private readonly string folder;

    private SlurmCluster(Stage stage)
    {
        this.stage = stage;
        folder = stage.Folder("slurm");
        Options = new SlurmOptions
        {
            Clusters = { [Here] = Path.Combine(folder, "slurm.conf"), [Away] = Path.Combine(folder, "away.conf") },
        };
    }

    public SlurmOptions Options { get; }

    public SlurmTarget Target => new(Options, new AllowedDestinations(new DestinationsOptions(), NullLogger<AllowedDestinations>.Instance));

    /// <param name="nodes">s1 and so on; each runs jobs.</param>
    public static async Task<SlurmCluster> StartAsync(Stage stage, int nodes, CancellationToken cancellationToken)
    {
        var cluster = new SlurmCluster(stage);
        cluster.StartMunge();
        var ports = Enumerable.Range(1, nodes).Select(_ => FreePort.Next()).ToArray();
        stage.Write("slurm/slurm.conf", cluster.Config(FreePort.Next(), ports));
        stage.Write("slurm/away.conf", cluster.Config(FreePort.Next(), ports));
        stage.Start(new Launch("slurmctld", "slurmctld", "-c", "-D", "-f", cluster.Options.Clusters[Here]));
        for (var node = 1; node <= nodes; node++)
        {
            stage.Start(new Launch($"slurmd {node}", "slurmd", "-D", "-N", $"s{node}", "-f", cluster.Options.Clusters[Here]));
        }

        await Until.Async("all nodes are idle", cluster.StatesAsync, states => states == string.Join('\n', Enumerable.Repeat("idle", nodes)), cancellationToken);
        return cluster;
    }

    /// <summary>By another hand than ours.</summary>
    public Task<string> ScontrolAsync(CancellationToken cancellationToken, params string[] arguments) => RunAsync(cancellationToken, ["scontrol", .. arguments]);

    /// <returns>The job's number, once it runs there.</returns>
    public async Task<string> RunJobAsync(string node, CancellationToken cancellationToken)
    {
        var job = await RunAsync(cancellationToken, "sbatch", "--parsable", $"--nodelist={node}", "--output=/dev/null", "--chdir=/", "--wrap=sleep 600");
        await Until.Async($"job {job} runs", token => RunAsync(token, "squeue", "--noheader", $"--jobs={job}", "--format=%T"), state => state == "RUNNING", cancellationToken);
        return job;
    }

    public Task EndJobAsync(string job, CancellationToken cancellationToken) => RunAsync(cancellationToken, "scancel", job);

    private Task<string> StatesAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken, "sinfo", "--noheader", "--Node", "--format=%T");

    private async Task<string> RunAsync(CancellationToken cancellationToken, params string[] command)
    {
        await using var process = RunningProcess.Start(new Launch(command[0], command[0], command[1..])
        {
            Environment = new Dictionary<string, string> { ["SLURM_CONF"] = Options.Clusters[Here] },
        });
        var code = await process.ExitAsync(cancellationToken);
        return code == 0 ? process.Output.Trim() : throw new InvalidOperationException($"{string.Join(' ', command)}: {process.Output}");
    }

    private void StartMunge()
    {
        var munge = stage.Folder("slurm/munge");
        var key = Path.Combine(munge, "munge.key");
        File.WriteAllBytes(key, System.Security.Cryptography.RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        // Munge wants its socket reachable, and nothing else there readable.
        File.SetUnixFileMode(munge, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        stage.Start(new Launch(
            "munged", "munged", "--foreground", $"--key-file={key}", $"--socket={munge}/munge.sock", $"--pid-file={munge}/munged.pid",
            $"--log-file={munge}/munged.log", $"--seed-file={munge}/seed"));
    }

    private string Config(int controller, int[] nodes)
    {
        stage.Folder("slurm/state");
        var machine = Environment.MachineName.Split('.')[0];
        var lines = string.Join('\n', nodes.Select((port, index) => string.Create(
            CultureInfo.InvariantCulture, $"NodeName=s{index + 1} NodeHostname={machine} NodeAddr=127.0.0.1 Port={port} CPUs=2 RealMemory=100 State=UNKNOWN")));
        return $"""
            ClusterName=test
            SlurmctldHost={machine}(127.0.0.1)
            SlurmUser={Environment.UserName}
            SlurmdUser={Environment.UserName}
            AuthType=auth/munge
            AuthInfo=socket={folder}/munge/munge.sock
            CredType=cred/munge
            SlurmctldPort={controller}
            SlurmctldPidFile={folder}/slurmctld.pid
            SlurmdPidFile={folder}/slurmd.%n.pid
            SlurmdSpoolDir={folder}/state/%n
            StateSaveLocation={folder}/state/controller
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SwitchType=switch/none
            MpiDefault=none
            SelectType=select/cons_tres
            SchedulerType=sched/backfill
            ReturnToService=2
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            SlurmctldLogFile={folder}/controller.log
            SlurmdLogFile={folder}/%n.log
            CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
            {lines}
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """;
    }
}
