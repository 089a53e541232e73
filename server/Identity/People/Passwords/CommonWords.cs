using System.Collections.Frozen;

namespace SovereignFleet.Server.Identity.People.Passwords;

/// <summary>What guessers try first: words that people take for passwords, and the words of this product and its trade. Written for this
/// product; whatever is made of them alone is common, in any order, with years and runs of keys between them.</summary>
internal static class CommonWords
{
    private const string Text = """
        password passwords passwort passwd passw0rd passphrase motdepasse contrasena kennwort geheim secret topsecret letmein letmeinnow
        welcome willkommen bienvenue hello hallo bonjour goodbye admin administrator administrateur root toor user username guest test tester
        testing test123 login logon signin master default changeme changeit temp temporary initialpassword newpassword oldpassword mypassword
        thepassword nopassword access entry enter open sesame opensesame iloveyou loveyou love lovely dragon monkey tiger lion eagle football
        fussball baseball basketball hockey soccer princess prinzessin sunshine superman batman spiderman starwars startrek pokemon trustno
        shadow killer hunter ranger matrix computer internet freedom whatever michael jennifer jessica charlie thomas daniel jordan robert
        andrew ashley nicole summer autumn winter spring sommer herbst fruehling january february march april june july august september
        october november december januar februar monday tuesday wednesday thursday friday saturday sunday cheese chocolate banana coffee
        cookie flower silver golden purple orange yellow diamond correct horse battery staple company firma office business support helpdesk
        service security secure private public manager engineer developer production staging demo example sample sovereign sovereignfleet
        sovereignty fleet fleets gpu gpus nvidia hopper blackwell ampere grace tesla cuda inference llm vllm model models cluster node nodes
        server servers host hosts rack racks datacenter datacentre agent agents dashboard control plane controlplane operator operators
        operations technician viewer oncall haproxy slurm kubernetes docker linux ubuntu debian centos redhat postgres database
        the and for you your our this that now please mine pls
        """;

    public static readonly FrozenSet<string> All =
        Text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);

    public static readonly int Longest = All.Max(word => word.Length);

    /// <summary>Keys that lie side by side, and letters and digits in their order.</summary>
    public static readonly string[] Runs =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb", "!@#$%^&*()"];
}
