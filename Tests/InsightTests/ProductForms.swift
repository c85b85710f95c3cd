// The forms of products, by the payload structures that they document.

@testable import Insight

extension FormTests {
    static let products = [
        Form(
            "ElevenLabs, several voices",
            """
            {"transcript":[{"role":"user","message":"An index.","time_in_call_secs":12},
             {"role":"agent","message":null,"multivoice_message":{"parts":[{"text":"Good answer."},
              {"text":"And what does it cost?"}]},"time_in_call_secs":16}]}
            """, .elevenLabs, .wholeSeconds, ["C 12–_ An index.", "I 16–_ Good answer.\nAnd what does it cost?"]),
        Form(
            "ElevenLabs, voice tags",
            """
            [{"role":"agent","message":"<Lena>Hello.</Lena> <break time=\\"1.0s\\" /><Max>Hi, a Vec<String>?</Max>","time_in_call_secs":0},
             {"role":"user","message":"I write <b>bold</b>.","time_in_call_secs":4}]
            """, .elevenLabs, .wholeSeconds, ["I 0–_ Hello. Hi, a Vec<String>?", "C 4–_ I write <b>bold</b>."]),
        Form(
            "ElevenLabs, raw socket events",
            """
            [{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"c"}},
             {"type":"agent_response","agent_response_event":{"agent_response":"Hello, and welcome to this interview."}},
             {"type":"agent_response_correction","agent_response_correction_event":{
              "original_agent_response":"Hello, and welcome to this interview.","corrected_agent_response":"Hello, and"}},
             {"type":"ping","ping_event":{"event_id":1}},{"type":"audio","audio_event":{"audio_base_64":"AAAA"}},
             {"type":"user_transcript","user_transcription_event":{"user_transcript":"Good morning."}}]
            """, .elevenLabsEvents, ["I Hello, and", "C Good morning."]),
        Form(
            "Vapi, conversation update",
            """
            {"message":{"type":"conversation-update","conversation":[{"role":"system","content":"Be strict."},
             {"role":"assistant","content":"Hi."},{"role":"user","content":"Hello."}]}}
            """, .openAI, ["I Hi.", "C Hello."]),
        Form(
            "Vapi, transcript events",
            """
            [{"message":{"type":"transcript","role":"assistant","transcriptType":"final","transcript":"Hi."}},
             {"message":{"type":"transcript","role":"user","transcriptType":"partial","transcript":"Hel"}},
             {"message":{"type":"transcript","role":"user","transcriptType":"final","transcript":"Hello."}},
             {"message":{"type":"speech-update","role":"user","status":"stopped"}}]
            """, .list, ["I Hi.", "C Hello."]),
        Form(
            "Retell, with tool calls",
            """
            {"call":{"transcript_with_tool_calls":[
             {"role":"agent","content":"Hi.","words":[{"word":"Hi.","start":0.2,"end":0.6}]},
             {"role":"tool_call_invocation","tool_call_id":"1","name":"end","arguments":"{}"},
             {"role":"tool_call_result","tool_call_id":"1","content":"ok"},
             {"role":"node_transition","former_node_name":"a","new_node_name":"b"},
             {"role":"user","content":"Hello.","words":[{"word":"Hello."},{"word":"Yes.","start":1.4,"end":1.9},{"word":"So."}]}]}}
            """, .retell, .exact, ["I 0.2–0.6 Hi.", "C 1.4–1.9 Hello."]),
        Form(
            "Retell, a list of calls",
            """
            [{"call_id":"1","transcript":"Agent: Hi.\\nUser: Hello.\\n","start_timestamp":1703302407333,"end_timestamp":1703302428855,
              "transcript_object":[{"role":"agent","content":"Hi.","words":[]},{"role":"user","content":"Hello.","words":[]}]}]
            """, .retell, ["I Hi.", "C Hello."]),
        Form(
            "OpenAI Realtime, items",
            """
            {"items":[{"id":"a","type":"message","role":"assistant","content":[{"type":"output_audio","transcript":"Hi."}]},
             {"id":"b","type":"function_call","name":"f","arguments":"{}"},
             {"id":"c","type":"message","role":"user","content":[{"type":"input_audio","transcript":"Hello."}]}]}
            """, .openAI, ["I Hi.", "C Hello."]),
        Form(
            "OpenAI Realtime, server events",
            """
            [{"type":"session.created","session":{"instructions":"Be strict."}},
             {"type":"input_audio_buffer.committed","item_id":"u1"},
             {"type":"conversation.item.created","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_audio","transcript":null}]}},
             {"type":"response.output_item.added","item":{"id":"a1","type":"message","role":"assistant","content":[]}},
             {"type":"response.audio_transcript.delta","item_id":"a1","delta":"A tr"},
             {"type":"response.audio_transcript.done","item_id":"a1","transcript":"A tree is flat."},
             {"type":"conversation.item.input_audio_transcription.completed","item_id":"u1","transcript":"What is a tree?"},
             {"type":"response.content_part.done","item_id":"a1","part":{"type":"audio","transcript":"A tree is flat."}},
             {"type":"response.output_item.done","item":{"id":"a1","type":"message","role":"assistant","content":[{"type":"audio","transcript":"A tree is flat."}]}},
             {"type":"response.done","response":{"output":[{"id":"a1","type":"message","role":"assistant","content":[{"type":"audio","transcript":"A tree is flat."}]}]}}]
            """, .openAI, ["C What is a tree?", "I A tree is flat."]),
        Form(
            "OpenAI, diarized_json",
            """
            {"task":"transcribe","duration":4.2,"text":"Hi. Hello.","segments":[
             {"type":"transcript.text.segment","id":"seg_1","start":0.0,"end":1.5,"text":" Hi.","speaker":"agent"},
             {"type":"transcript.text.segment","id":"seg_2","start":1.5,"end":4.2,"text":"Hello.","speaker":"A"}]}
            """, .list, .exact, ["I 0–1.5 Hi.", "'A' 1.5–4.2 Hello."]),
        Form(
            "LiveKit, out of the order of its times",
            """
            {"chat_history":{"items":[
             {"id":"i1","type":"message","role":"assistant","content":["Two."],"metrics":{"started_speaking_at":1036.84,"stopped_speaking_at":1041}},
             {"id":"i2","type":"message","role":"user","content":["One."],"metrics":{"started_speaking_at":1034.27,"stopped_speaking_at":1035.9}},
             {"id":"i3","type":"agent_handoff","new_agent_id":"x"},
             {"id":"i4","type":"message","role":"assistant","content":["Three."],"metrics":{"started_speaking_at":1042,"stopped_speaking_at":1043.5}}]}}
            """, .openAI, .exact, ["C 0–1.63 One.", "I 2.57–6.73 Two.", "I 7.73–9.23 Three."]),
        Form(
            "LiveKit, session report",
            """
            {"job_id":"j","events":[{"type":"conversation_item_added","item":{"id":"i1","type":"message","role":"assistant","content":["Hi."]},"created_at":1771866890.5},
             {"type":"user_input_transcribed","transcript":"Hel","is_final":false,"created_at":1771866891}],
             "chat_history":{"items":[{"id":"i1","type":"message","role":"assistant","content":["Hi."],"created_at":1771866890.5},
             {"id":"i2","type":"message","role":"user","content":["Hello."],"created_at":1771866892.5}]}}
            """, .openAI, .arrivals, ["I 0–_ Hi.", "C 2–_ Hello."]),
        Form(
            "Deepgram, utterances",
            """
            {"metadata":{"duration":5.1},"results":{"channels":[{"alternatives":[{"transcript":"Hi. Hello there.","confidence":0.99,
             "words":[{"word":"hi","start":0.1,"end":0.4,"speaker":0,"punctuated_word":"Hi."},{"word":"hello","start":1.1,"end":1.5,"speaker":1,"punctuated_word":"Hello"}]}]}],
             "utterances":[{"start":0.1,"end":0.4,"confidence":0.9,"channel":0,"transcript":"Hi.","words":[{"word":"hi","start":0.1,"end":0.4}],"speaker":0,"id":"a"},
             {"start":1.1,"end":2.05,"confidence":0.9,"channel":0,"transcript":"Hello there.","speaker":1,"id":"b"}]}}
            """, .list, .exact, ["'0' 0.1–0.4 Hi.", "'1' 1.1–2.05 Hello there."]),
        Form(
            "AssemblyAI",
            """
            {"id":"x","status":"completed","text":"Hi there. Hello to you.","audio_duration":27,
             "words":[{"text":"Hi","start":250,"end":650,"confidence":0.9,"speaker":"A"},{"text":"there.","start":650,"end":900,"confidence":0.9,"speaker":"A"}],
             "utterances":[{"speaker":"A","text":"Hi there.","start":250,"end":900,"confidence":0.9,"words":[{"text":"Hi","start":250,"end":650,"speaker":"A"}]},
             {"speaker":"B","text":"Hello to you.","start":1200,"end":2350,"confidence":0.9}]}
            """, .list, .exact, ["'A' 0.25–0.9 Hi there.", "'B' 1.2–2.35 Hello to you."]),
        Form(
            "Whisper, verbose_json",
            """
            {"task":"transcribe","language":"english","duration":7.4,"text":" Hi there. Hello.","segments":[
             {"id":0,"seek":0,"start":0.0,"end":3.2,"text":" Hi there.","tokens":[50364,2425],"temperature":0.0,"no_speech_prob":0.01},
             {"id":1,"seek":0,"start":3.2,"end":7.4,"text":" Hello.","tokens":[50365]}]}
            """, .list, .exact, ["? 0–3.2 Hi there.", "? 3.2–7.4 Hello."]),
        Form(
            "whisperX",
            """
            {"segments":[{"start":0.1,"end":1.2,"text":" Hi.","words":[{"word":"Hi.","start":0.1,"end":1.2,"score":0.9,"speaker":"SPEAKER_00"}],"speaker":"SPEAKER_00"},
             {"start":2.0,"end":3.5,"text":" Hello.","words":[],"speaker":"SPEAKER_01"}],"word_segments":[{"word":"Hi.","start":0.1,"end":1.2,"speaker":"SPEAKER_00"}]}
            """, .list, .exact, ["'SPEAKER_00' 0.1–1.2 Hi.", "'SPEAKER_01' 2–3.5 Hello."]),
        Form(
            "Amazon Transcribe Call Analytics",
            """
            {"JobStatus":"COMPLETED","Transcript":[
             {"LoudnessScores":[1.0],"Content":"How can I help?","Items":[{"Content":"How","BeginOffsetMillis":150,"EndOffsetMillis":300}],"Id":"a","BeginOffsetMillis":150,"EndOffsetMillis":1850,"Sentiment":"NEUTRAL","ParticipantRole":"AGENT"},
             {"Content":"My order.","Id":"b","BeginOffsetMillis":2300,"EndOffsetMillis":3100,"ParticipantRole":"CUSTOMER"}],"Participants":[{"ParticipantRole":"AGENT"}]}
            """, .list, .exact, ["I 0.15–1.85 How can I help?", "C 2.3–3.1 My order."]),
        Form(
            "Gemini, contents",
            #"{"contents":[{"role":"model","parts":[{"text":"Hi."}]},{"role":"user","parts":[{"text":"Hello."},{"functionCall":{"name":"f"}}]}]}"#,
            .list, ["I Hi.", "C Hello."]),
        Form(
            "AI SDK, parts",
            """
            [{"id":"1","role":"assistant","parts":[{"type":"step-start"},{"type":"reasoning","text":"Greet."},{"type":"text","text":"Hi."},
              {"type":"tool-end","toolCallId":"t","input":{}}]},{"id":"2","role":"user","parts":[{"type":"text","text":"Hello."}]}]
            """, .list, ["I Hi.", "C Hello."]),
        Form(
            "Ultravox",
            """
            {"results":[{"role":"MESSAGE_ROLE_AGENT","text":"Hi.","medium":"MESSAGE_MEDIUM_VOICE","callStageMessageIndex":0,"timespan":{"start":"0.5s","end":"1.25s"}},
             {"role":"MESSAGE_ROLE_TOOL_CALL","text":"{}","toolName":"t"},
             {"role":"MESSAGE_ROLE_USER","text":"Hello.","medium":"MESSAGE_MEDIUM_VOICE","timespan":{"start":"2s","end":"2.75s"}}],"total":3}
            """, .list, .exact, ["I 0.5–1.25 Hi.", "C 2–2.75 Hello."]),
        Form(
            "Bland",
            """
            {"call_id":"c","transcripts":[{"id":1,"created_at":"2024-05-01T10:00:00.000000+00:00","text":"Hi.","user":"assistant","c_id":"c"},
             {"id":2,"created_at":"2024-05-01T10:00:03.500000+00:00","text":"Hello.","user":"user","c_id":"c"},
             {"id":3,"created_at":"2024-05-01T10:00:05.500000+00:00","text":"Ended call","user":"agent-action","c_id":"c"}],
             "concatenated_transcript":"assistant: Hi. \\n user: Hello. \\n agent-action: Ended call"}
            """, .list, .arrivals, ["I 0–_ Hi.", "C 3.5–_ Hello."]),
        Form(
            "Hume, chat events",
            """
            {"events_page":[{"type":"SYSTEM_PROMPT","role":"SYSTEM","message_text":"Be kind.","timestamp":1716244940648},
             {"type":"AGENT_MESSAGE","role":"AGENT","message_text":"Hi.","timestamp":1716244940649,"emotion_features":"{}"},
             {"type":"USER_MESSAGE","role":"USER","message_text":"Hello.","timestamp":1716244943149}]}
            """, .list, .arrivals, ["I 0–_ Hi.", "C 2.5–_ Hello."]),
        Form(
            "Hume, socket messages",
            """
            [{"type":"assistant_message","message":{"role":"assistant","content":"Hi."},"id":"1"},
             {"type":"user_message","message":{"role":"user","content":"Hel"},"interim":true,"time":{"begin":2000,"end":2400}},
             {"type":"user_message","message":{"role":"user","content":"Hello there."},"interim":false,"time":{"begin":2000,"end":3400}}]
            """, .openAI, .exact, ["I Hi.", "C 2–3.4 Hello there."]),
        Form(
            "Sarvam",
            """
            {"request_id":"r","transcript":"Hi. Hello.","diarized_transcript":{"entries":[
             {"transcript":"Hi.","start_time_seconds":0.01,"end_time_seconds":1.5,"speaker_id":"0"},
             {"transcript":"Hello.","start_time_seconds":1.8,"end_time_seconds":2.5,"speaker_id":"1"}]},"language_code":"en-IN"}
            """, .list, .exact, ["'0' 0.01–1.5 Hi.", "'1' 1.8–2.5 Hello."]),
        Form(
            "Recall.ai",
            """
            [{"participant":{"id":100,"name":"Lena S","is_host":true,"platform":"zoom"},"words":[
              {"text":"Hi","start_timestamp":{"relative":1.5,"absolute":"2026-01-01T10:00:01.5Z"},"end_timestamp":{"relative":1.75,"absolute":"2026-01-01T10:00:01.75Z"}},
              {"text":"there.","start_timestamp":{"relative":1.75},"end_timestamp":{"relative":2.25}}]},
             {"participant":{"id":101,"name":"Max"},"words":[{"text":"Hello.","start_timestamp":{"relative":3},"end_timestamp":{"relative":3.5}}]}]
            """, .list, .exact, ["'Lena S' 1.5–2.25 Hi there.", "'Max' 3–3.5 Hello."]),
        Form(
            "Fireflies",
            """
            {"data":{"transcript":{"title":"Interview","sentences":[
             {"index":0,"speaker_name":"Lena S","speaker_id":0,"text":"Hi.","raw_text":"hi","start_time":0.4,"end_time":1.2},
             {"index":1,"speaker_name":"Max","speaker_id":1,"text":"Hello.","raw_text":"hello","start_time":2.0,"end_time":2.6}],"summary":{"overview":"Short."}}}}
            """, .list, .exact, ["'Lena S' 0.4–1.2 Hi.", "'Max' 2–2.6 Hello."]),
        Form(
            "Pipecat",
            """
            [{"role":"assistant","content":"Hi.","timestamp":"2026-01-05T10:00:00.000+00:00"},
             {"role":"user","content":"Hello.","timestamp":"2026-01-05T10:00:02.250+00:00"}]
            """, .openAI, .arrivals, ["I 0–_ Hi.", "C 2.25–_ Hello."]),
        Form(
            "Hugging Face Transformers, chunks",
            #"{"text":" Hi. Hello.","chunks":[{"timestamp":[0.0,1.5],"text":" Hi."},{"timestamp":[1.5,3.0],"text":" Hello."}]}"#,
            .list, .exact, ["? 0–1.5 Hi.", "? 1.5–3 Hello."]),
    ]
}
